import type { SystemHealth } from "@jobscope/query-api";
import type { ErrorGroup, StoreReader, TelemetrySeries } from "@jobscope/store";
import type { Job } from "@jobscope/tracker";
import { idWithin } from "@jobscope/tracker";
import { beforeAll, describe, expect, it } from "vitest";

import { ALERTS, FIRING, STALE } from "../../../test/alert-samples.ts";
import { serveApi } from "../../../test/api-server.ts";
import type { Answer } from "../../../test/api-server.ts";
import { memoryReader } from "../../../test/memory-reader.ts";
import { READERS } from "../../../test/readers.ts";
import { BILLING, CLEANUP, DIGEST, FAILED, INVOICE, jobOf, NOW, slotOf } from "../../../test/samples.ts";
import { servedOver } from "../../../test/served-over.ts";
import { EARLIER, LATER, pointOf, seriesOf } from "../../../test/telemetry-samples.ts";
import { dashboardSchema } from "../../model/dashboard-resource.ts";

const MINUTE = 60_000;

function errorOf(id: string, trend: readonly number[], fields: Partial<ErrorGroup> = {}): ErrorGroup {
  return {
    id,
    service: BILLING,
    source: "run",
    errorType: "TimeoutError",
    pattern: "no answer within <n> ms",
    culprit: "",
    message: "no answer within 30 ms",
    messageLength: 22,
    firstMs: NOW - 9 * MINUTE,
    lastMs: NOW - MINUTE,
    count: 100,
    jobs: 1,
    trend,
    sampleRunKey: FAILED.key,
    ...fields,
  };
}

function readerWith(answers: Partial<StoreReader> = {}): StoreReader {
  return { ...memoryReader(), errors: async () => ({ items: [errorOf("e1", [1, 2])] }), ...answers };
}

async function dashboard(answers: Partial<StoreReader> = {}): Promise<Answer["json"]> {
  await using api = await serveApi({ reader: readerWith(answers) });
  const { status, json } = await api.ask("dashboard");
  expect(status).toBe(200);
  expect(api.failures).toEqual([]);
  expect(json.unavailable).toEqual([]);
  return json;
}

describe.each(READERS)("over %s", (_name, open) => {
  const errors: StoreReader["errors"] = async () => ({ items: [errorOf("e1", [1, 2])] });
  const api = servedOver(open, (reader) => ({ reader: { ...reader, errors } }));
  let body: Answer["json"];
  beforeAll(async () => {
    body = (await api.ask("dashboard")).json;
  });

  it("is everything that a first page needs, in one call", async () => {
    expect(dashboardSchema.parse(body)).toEqual(body);
    expect([body.time, body.unavailable, api.failures]).toEqual(["2026-11-25T12:00:00.000Z", [], []]);
    expect(body.status).toEqual((await api.ask("status")).json);
    expect(body.components).toEqual((await api.ask("health")).json.components);
    expect(body.failed_runs).toEqual((await api.ask("runs?state=failure,error,timeout&limit=20")).json.items);
    expect(body.failed_runs).toHaveLength(13);
    const metrics = (await api.ask("metrics?step=1h&from=2026-11-24T13:00:00Z&to=2026-11-25T13:00:00Z")).json;
    expect(body.hours).toEqual(metrics.runs.points);
    expect(body.hours).toHaveLength(24);
  });

  it("names the alerts that fire", () => {
    expect(body.alerts).toMatchObject({ count: 2, more: false, items: [{ id: FIRING.id }, { id: STALE.id }] });
  });

  it("names the jobs to look at, and why", () => {
    expect(body.attention).toMatchObject({ count: 2, more: false });
    expect(body.attention.items).toMatchObject([
      { job_id: CLEANUP.id, health: "failing", reason: CLEANUP.healthReason },
      { job_id: DIGEST.id, health: "missing", since_time: new Date(DIGEST.healthSinceMs).toISOString() },
    ]);
  });

  it("tells what comes next in UTC and on the clock of the job's zone", () => {
    expect(body.upcoming).toMatchObject([
      {
        job_id: INVOICE.id,
        job_name: INVOICE.name,
        service: { name: "billing" },
        next_run: {
          time: "2026-11-25T12:05:00.000Z",
          timezone: "America/Sao_Paulo",
          local_time: "2026-11-25T09:05:00-03:00",
        },
        instances: 1,
      },
    ]);
  });

  it("is not sent again while nothing but the clock has changed", async () => {
    const etag = String((await api.ask("dashboard")).headers.etag);
    await using later = await serveApi({
      reader: { ...api.reader, errors },
      nowMs: () => NOW + 1000,
    });
    expect((await later.ask("dashboard", { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  it.each(["dashboard", "health"])("%s is no other for how far behind its parts are at the moment", async (path) => {
    const ask = async (lag: number, queued: number, headers?: Record<string, string>): Promise<Answer> => {
      const details = {
        lag_ms: lag,
        lag_seconds: lag,
        evaluation_lag_ms: lag,
        last_commit_ms: lag,
        queue_bytes: queued,
      };
      const health = async (): Promise<SystemHealth> => ({
        status: "up",
        components: [{ name: "core", status: "up", details }],
      });
      await using server = await serveApi({ reader: { ...api.reader, errors }, health });
      return await server.ask(path, { ...(headers && { headers }) });
    };
    const first = await ask(1, 0);
    const headers = { "if-none-match": String(first.headers.etag) };
    expect([(await ask(2, 0, headers)).status, (await ask(1, 5, headers)).status]).toEqual([304, 200]);
    expect(first.text).toContain("evaluation_lag_ms");
  });
});

it("shows the gravest alerts first, and how many there are", async () => {
  const [sample] = ALERTS;
  const items = Array.from({ length: 200 }, (_, at) => ({
    ...sample!,
    id: `al-${at}`,
    severity: at === 150 ? ("critical" as const) : ("warning" as const),
    firedAtMs: NOW - at,
  }));
  const { alerts } = await dashboard({ alerts: async () => ({ items, nextCursor: "c" }) });
  expect([alerts.count, alerts.more, alerts.items.length]).toEqual([200, true, 10]);
  expect(alerts.items.slice(0, 2).map(({ id }: Answer["json"]) => id)).toEqual(["al-150", "al-0"]);
});

it("shows the most critical jobs first, then the worst, then those in trouble for longest", async () => {
  const job = (name: string, fields: Partial<Job>): Job => jobOf(BILLING, name, { health: "failing", ...fields });
  const jobs = [
    job("late", { health: "late", criticality: "high" }),
    job("low", { criticality: "low" }),
    job("younger", { healthSinceMs: NOW - 1 }),
    job("older", { healthSinceMs: NOW - 2 }),
    job("failing", { criticality: "high" }),
    ...Array.from({ length: 30 }, (_, at) => job(`rest-${at}`, { criticality: "low", healthSinceMs: NOW })),
  ];
  const items = jobs.map((one) => ({ job: one, runs: [] }));
  const { attention } = await dashboard({
    jobs: async ({ health }) => ({ items: health === undefined ? items.slice(0, 1) : items }),
  });
  expect([attention.count, attention.items.length]).toEqual([35, 20]);
  const names = attention.items.map(({ job_name: name }: Answer["json"]) => name);
  expect(names.slice(0, 5)).toEqual(["failing", "late", "older", "younger", "low"]);
});

it("shows the errors that occur most often now, not those that did", async () => {
  const items = [
    errorOf("old", [0, 0, 1], { count: 1e6 }),
    errorOf("often", [5, 5]),
    ...Array.from({ length: 9 }, (_, at) => errorOf(`e${at}`, [2], { lastMs: NOW - at })),
  ];
  const { errors } = await dashboard({ errors: async () => ({ items }) });
  expect(errors).toHaveLength(5);
  expect(errors[0]).toEqual({
    id: "often",
    service: { environment: "production", namespace: "shop", name: "billing" },
    error_type: "TimeoutError",
    pattern: "no answer within <n> ms",
    last_24h: 10,
    last_time: new Date(NOW - MINUTE).toISOString(),
    run_id: FAILED.key,
  });
  expect(errors.slice(1, 3).map(({ id }: Answer["json"]) => id)).toEqual(["e0", "e1"]);
});

it("shows a start that several processes owe as one", async () => {
  const at = (minutes: number, instance: string, job: Job = CLEANUP) =>
    slotOf(job, NOW + minutes * MINUTE, "expected", { instanceKey: idWithin(job.serviceId, instance) });
  const slots = [
    at(1, "a"),
    at(1, "b"),
    at(1, "a", DIGEST),
    at(2, "a"),
    ...[...Array(20).keys()].map((n) => at(n + 3, "a")),
  ];
  const { upcoming } = await dashboard({ upcoming: async () => slots });
  const shown = upcoming.map(({ job_id: id, instances, next_run: { timezone } }: Answer["json"]) => [
    id,
    instances,
    timezone,
  ]);
  expect(shown).toHaveLength(10);
  expect(shown.slice(0, 3)).toEqual([
    [CLEANUP.id, 2, "America/Sao_Paulo"],
    [DIGEST.id, 1, null],
    [CLEANUP.id, 1, "America/Sao_Paulo"],
  ]);
});

describe("what services report of themselves now", () => {
  it("is memory, the fullest first, and worker pools, the busiest first", async () => {
    const { memory, workers } = await dashboard();
    expect(memory).toMatchObject([
      { service: { name: "billing" }, used_bytes: 120, limit: "cgroup", limit_bytes: 160, utilization: 0.75 },
      { service: { name: "mail/é" }, used_bytes: 7, limit: null, utilization: null },
    ]);
    expect(workers).toMatchObject([
      { pool: "invoices", used: 3, limit: 4, utilization: 0.75, instance_id: "i-1" },
      { pool: "gone", utilization: null },
    ]);
  });

  it("is components, each of a service once, unhealthy ones first", async () => {
    const of = (component: string, instanceId: string, healthy: number): TelemetrySeries =>
      seriesOf("jobscope.component.healthy", [pointOf(EARLIER, 1), pointOf(LATER, healthy)], {
        instanceId,
        attributes: { "jobscope.component.name": component },
      });
    const series = [of("database", "a", 1), of("email", "a", 1), of("email", "b", 0), of("email", "c", 1)];
    const { service_components: components } = await dashboard({
      telemetry: async ({ metrics }) => ({
        series: series.filter(({ metric }) => metrics.includes(metric)),
        truncated: false,
      }),
    });
    const service = { environment: "production", namespace: "shop", name: "billing" };
    expect(components).toEqual([
      { service, component: "email", healthy: false, instances: 3, unhealthy_instances: 1 },
      { service, component: "database", healthy: true, instances: 1, unhealthy_instances: 0 },
    ]);
  });
});

describe("a part that fails", () => {
  const fails = (): Promise<never> => Promise.reject(new Error("disk on fire at /var/lib"));

  it.each<readonly [string, Partial<StoreReader>, readonly string[]]>([
    ["status", { status: fails }, ["status"]],
    ["alerts", { alerts: fails }, ["alerts"]],
    ["runs", { runs: fails }, ["failed_runs"]],
    ["errors", { errors: fails }, ["errors"]],
    ["jobs", { jobs: fails }, ["attention", "upcoming"]],
    ["upcoming", { upcoming: fails }, ["upcoming"]],
    ["runSeries", { runSeries: fails }, ["hours"]],
    ["telemetry", { telemetry: fails }, ["memory", "service_components", "workers"]],
  ])("leaves the others as they are: %s", async (_name, answers, parts) => {
    const whole = await dashboard();
    await using api = await serveApi({ reader: readerWith(answers) });
    const { status, json, text } = await api.ask("dashboard");
    expect(status).toBe(200);
    expect(json.unavailable.map(({ part }: Answer["json"]) => part)).toEqual(parts);
    expect(text).not.toContain("disk on fire");
    for (const name of Object.keys(whole).filter((key) => key !== "unavailable")) {
      expect([name, json[name]]).toEqual([name, parts.includes(name) ? null : whole[name]]);
    }
    expect(new Set(api.failures.map(({ path }) => path))).toEqual(new Set(parts.map((part) => `/dashboard (${part})`)));
  });

  it("may be all of them", async () => {
    const reader = Object.fromEntries(Object.keys(memoryReader()).map((question) => [question, fails]));
    await using api = await serveApi({ reader: reader as unknown as StoreReader, health: fails });
    const { status, json } = await api.ask("dashboard");
    expect([status, json.unavailable.length, json.status, json.components]).toEqual([200, 11, null, null]);
  });
});
