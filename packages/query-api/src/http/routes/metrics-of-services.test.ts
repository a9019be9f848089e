import type { StoreWriter } from "@jobscope/store";
import type { ServiceIdentity } from "@jobscope/tracker";
import { afterAll, beforeAll, expect, it } from "vitest";

import { serveApi } from "../../../test/api-server.ts";
import type { Answer, ApiServer } from "../../../test/api-server.ts";
import { openSqliteWith } from "../../../test/readers.ts";
import type { OpenReader } from "../../../test/readers.ts";
import { BILLING, INVOICE, MAIL, NOW } from "../../../test/samples.ts";

/** What processes export, over the real store: as it arrives, twice within ten minutes. */

type Records = Parameters<StoreWriter["writeRecords"]>[0];
type Point = Extract<Records, { readonly signal: "metrics" }>["records"][number];

const MINUTE = 60_000;
const FIRST = NOW - 8 * MINUTE;
const SECOND = NOW - 3 * MINUTE;
const STARTED = NOW - 60 * MINUTE;

interface Origin {
  readonly service?: ServiceIdentity;
  readonly instance?: string;
  readonly attributes?: Point["attributes"];
}

function baseOf(name: string, timeMs: number, { service = BILLING, instance = "i-1", attributes = {} }: Origin) {
  const resource = {
    "service.name": service.service,
    "service.namespace": service.namespace,
    "deployment.environment.name": service.environment,
    "service.instance.id": instance,
  };
  const described = { name, description: "", unit: "1" };
  return {
    resource: { attributes: resource, schemaUrl: "" },
    scope: { name: "test", version: "1", attributes: {}, schemaUrl: "" },
    attributes,
    startMs: STARTED,
    timeMs,
    flags: 0,
    described,
  };
}

function gauge(name: string, timeMs: number, value: number, origin: Origin = {}): Point {
  const { described, ...base } = baseOf(name, timeMs, origin);
  return { ...base, kind: "gauge", value, metric: { ...described, kind: "gauge", temporality: 0, isMonotonic: false } };
}

function counter(name: string, timeMs: number, value: number, origin: Origin = {}): Point {
  const { described, ...base } = baseOf(name, timeMs, origin);
  return { ...base, kind: "sum", value, metric: { ...described, kind: "sum", temporality: 2, isMonotonic: true } };
}

function histogram(timeMs: number, [count, sum]: readonly [number, number], origin: Origin): Point {
  const { described, ...base } = baseOf("jobscope.email.send.duration", timeMs, origin);
  const metric = { ...described, unit: "s", kind: "histogram", temporality: 2, isMonotonic: false } as const;
  return { ...base, kind: "histogram", metric, count, sum, min: 0, max: 1, bucketCounts: [], bounds: [] };
}

const heap = { "jobscope.memory.limit.kind": "heap" };
const pool = { "job.pool.name": "invoices" };
const database = { "jobscope.component.name": "database" };
const done = { "job.name": INVOICE.name, "job.item.outcome": "success" };
const sent = { "jobscope.email.result": "success" };
const refused = { "jobscope.email.result": "failure", "error.type": "EAUTH" };

const POINTS: readonly Point[] = [FIRST, SECOND].flatMap((at, n) => [
  gauge("process.memory.usage", at, 100 + n),
  gauge("jobscope.process.memory.limit", at, 400, { attributes: heap }),
  gauge("jobscope.process.memory.utilization", at, 0.25 + n / 4, { attributes: heap }),
  gauge("process.memory.usage", at, 7, { service: MAIL }),
  gauge("job.concurrency.usage", at, n + 1, { attributes: pool }),
  gauge("job.concurrency.limit", at, 4, { attributes: pool }),
  gauge("jobscope.component.healthy", at, 1 - n, { attributes: database }),
  gauge("nodejs.eventloop.utilization", at, 0.5),
  counter("job.items", at, 10 + 5 * n, { attributes: done }),
  counter("job.items", at, 100 + n, { attributes: done, instance: "i-2" }),
  histogram(at, [2 + 3 * n, 0.2 + 0.6 * n], { attributes: sent }),
  histogram(at, [1 + n, 1 + n], { attributes: refused }),
]);

let api: ApiServer;
let opened: OpenReader;
beforeAll(async () => {
  opened = openSqliteWith((store) => {
    store.writeChanges([{ kind: "job", job: INVOICE, before: undefined }]);
    store.writeRecords({ signal: "metrics", records: POINTS, rejected: 0, rejectedReason: "" }, NOW);
  });
  api = await serveApi({ reader: opened.reader });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  opened.close();
});

const iso = (ms: number): string => new Date(ms).toISOString();
const get = async (query: string): Promise<Answer["json"]> =>
  (await api.ask(`metrics?from=${iso(NOW - 10 * MINUTE)}&step=5m&${query}`)).json;

it("tells memory by the fullest limit", async () => {
  const { memory } = await get("include=memory&service=billing");
  expect(memory.series).toHaveLength(1);
  expect(memory.series[0].points).toMatchObject([
    { time: iso(NOW - 10 * MINUTE), used_bytes: 100, limit: "heap", limit_bytes: 400, utilization: 0.25 },
    { time: iso(NOW - 5 * MINUTE), used_bytes: 101, limit: "heap", limit_bytes: 400, utilization: 0.5 },
  ]);
  expect((await get("include=memory")).memory.series).toHaveLength(2);
  expect((await get(`include=memory&job_id=${encodeURIComponent(INVOICE.id)}`)).memory).toEqual(memory);
});

it("tells worker utilization, health of components and event loops", async () => {
  const body = await get("include=workers,components,eventloop");
  expect(body.workers.series[0]).toMatchObject({ pool: "invoices", instance_id: "i-1" });
  expect(body.workers.series[0].points.map((point: Answer["json"]) => point.utilization)).toEqual([0.25, 0.5]);
  expect(body.components.series[0].points.map((point: Answer["json"]) => point.healthy)).toEqual([1, 0]);
  expect(body.eventloop.series[0].points[1]).toMatchObject({ utilization: 0.5, delay_p99_seconds: null });
});

it("adds up what counters grew by, over all processes of a service", async () => {
  const { items, email } = await get(`include=items,email&job=${INVOICE.name}`);
  expect(items.series).toHaveLength(1);
  expect(items.series[0].points.at(-1)).toEqual({ time: iso(NOW - 5 * MINUTE), items: 6 });
  const mails = email.series[0].points.at(-1);
  expect(mails).toMatchObject({ sends: 4, failures: 1 });
  expect(mails.average_seconds).toBeCloseTo((0.6 + 1) / 4, 5);
});

it("is on the dashboard as it is now", async () => {
  const { memory, workers, service_components: components, unavailable } = (await api.ask("dashboard")).json;
  expect(unavailable).toEqual([]);
  expect(memory).toMatchObject([
    { service: { name: "billing" }, used_bytes: 101, utilization: 0.5 },
    { service: { name: "mail/é" }, used_bytes: 7, utilization: null },
  ]);
  expect(workers).toMatchObject([{ pool: "invoices", used: 2, limit: 4, utilization: 0.5 }]);
  expect(components).toMatchObject([{ component: "database", healthy: false, instances: 1, unhealthy_instances: 1 }]);
});
