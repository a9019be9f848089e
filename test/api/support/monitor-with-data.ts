import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { createMonitor } from "jobscope";

import { ADMIN_KEY } from "../../support/admin-key.ts";
import type { LogEvent, RunFacts, Sender } from "../../support/job-events.ts";
import { logsBody, processBeat, runEnd, runIdOf, runStart, spansBody } from "../../support/job-events.ts";
import { configOf } from "../../support/monitors.ts";
import { post } from "../../support/otlp-client.ts";

export const API = "/api/scheduler-monitoring";

/** Two services, so that lists are longer than one. The second name holds what must be escaped in paths. */
const SENDERS: readonly Sender[] = [
  { service: "shop", instance: "shop-1" },
  { service: "billing/ä ~%", instance: "billing-1" },
];
/** Alerts are raised, and nothing is refused for being asked too often. */
const FLAGS = {
  profile: "development",
  "alerting.enabled": "on",
  "api.requestLimit": "0",
  "api.costlyLimit": "0",
  "api.failureLimit": "0",
};

const RUNS_PER_JOB = 6;
const WAIT_MS = 30_000;

interface Addresses {
  readonly otlpAddress: string;
  readonly apiAddress: string;
}

export interface FilledMonitor extends AsyncDisposable {
  /** Base URL of the API. */
  readonly api: string;
  /** What it had to complain of. */
  readonly warnings: readonly string[];
}

/** A monitor after real requests of OTLP: jobs, runs, slots, spans, logs, errors, an alert, a silence. */
export async function filledMonitor(): Promise<FilledMonitor> {
  const folder = mkdtempSync(join(tmpdir(), "jobscope-contract-"));
  const warnings: string[] = [];
  const warn = (line: string): void => void warnings.push(line);
  const monitor = await createMonitor(configOf(folder, FLAGS), { writeLine: () => {}, warn });
  await fill(monitor);
  return {
    api: monitor.apiAddress,
    warnings,
    async [Symbol.asyncDispose]() {
      await monitor.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fill(monitor: Addresses): Promise<void> {
  const now = Date.now();
  for (const [index, sender] of SENDERS.entries()) await sendAll(monitor, { sender, index, now });
  await until(monitor, "alerts?active=true");
  const hour = new Date(now + 3_600_000).toISOString();
  const matchers = [{ name: "job_name", value: "none" }];
  await made(monitor, "alerts/suppress", { matchers, ends_time: hour, comment: "so that there is one" });
  await made(monitor, "keys", { name: "so that there is one", role: "viewer" });
}

async function made({ apiAddress }: Addresses, path: string, body: unknown): Promise<void> {
  const headers = { ...HEADERS, "content-type": "application/json" };
  const response = await fetch(`${apiAddress}${API}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (response.status !== 201) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`);
}

const HEADERS = { authorization: `Bearer ${ADMIN_KEY}` };

interface Part {
  readonly sender: Sender;
  readonly index: number;
  readonly now: number;
}

async function sendAll(monitor: Addresses, { sender, index, now }: Part): Promise<void> {
  const runs = ["send-invoices", "clean up"].flatMap((job, place) =>
    Array.from({ length: RUNS_PER_JOB }, (_, nth): RunFacts & { readonly index: number } => {
      const number = index * 1000 + place * 100 + nth;
      return { job, runId: runIdOf(number), startMs: now - 1000 - (RUNS_PER_JOB - nth) * 2000, index: number };
    }),
  );
  const events = runs.flatMap((run, nth) => [runStart(run), ended(run, nth)]);
  await taken(monitor, "/v1/logs", logsBody(sender, [processBeat(1, now), declared(now), ...events, ...logged(now)]));
  await taken(monitor, "/v1/traces", spansBody(sender, runs));
  await taken(monitor, "/v1/metrics", metricsBody(sender, now));
}

/** Every third fails; of a critical job, which raises an alert at once. */
function ended(run: RunFacts, nth: number): LogEvent {
  const event = runEnd(run, nth % 3 === 2 ? "failure" : "success");
  return { ...event, attributes: { ...event.attributes, "job.criticality": "critical" } };
}

/** A job with a schedule, one of whose instants has passed. */
const declared = (now: number): LogEvent => ({
  name: "job.declared",
  timeMs: now - 600_000,
  attributes: {
    "job.name": "send-invoices",
    "job.system.name": "croner",
    "job.criticality": "critical",
    "job.schedule.type": "cron",
    "job.schedule.expression": "*/5 * * * *",
    "job.schedule.timezone": "Europe/Vienna",
    "job.schedule.next_times": [-300_000, 0, 300_000].map((ms) => new Date(now + ms).toISOString()),
    "log.record.uid": `declared-${now}`,
  },
});

const logged = (now: number): readonly LogEvent[] => [
  {
    name: "",
    timeMs: now - 1000,
    attributes: { "log.category": "errors", deep: ["a", "b"] },
    body: 'could not "send"',
  },
  { name: "", timeMs: now - 500, attributes: { "log.category": "jobs" }, body: "done" },
];

function metricsBody({ service, instance }: Sender, now: number): string {
  const dataPoints = [{ timeUnixNano: `${now}000000`, asDouble: 0.5, attributes: [] }];
  const attributes = Object.entries({ "service.name": service, "service.instance.id": instance }).map(
    ([key, value]) => ({ key, value: { stringValue: value } }),
  );
  const metrics = [{ name: "jobscope.component.healthy", unit: "1", gauge: { dataPoints } }];
  return JSON.stringify({ resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ scope: {}, metrics }] }] });
}

async function taken({ otlpAddress }: Addresses, path: string, body: string): Promise<void> {
  const { status, text } = await post(otlpAddress, { path, body });
  if (status !== 200) throw new Error(`${path} was answered ${status}: ${text}`);
}

/** Until a list has an item: alerts are raised after what raised them is acknowledged. */
async function until({ apiAddress }: Addresses, path: string): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const response = await fetch(`${apiAddress}${API}/${path}`, { headers: HEADERS });
    const { items } = (await response.json()) as { readonly items?: readonly unknown[] };
    if (items !== undefined && items.length > 0) return;
    if (performance.now() > deadline) throw new Error(`${path} stayed empty for ${WAIT_MS} ms`);
    await sleep(50);
  }
}
