import type { Alert } from "@jobscope/alerting";
import { createReader, InvalidCursorError } from "@jobscope/store";
import type { AlertQuery, JobQuery, Page, PageRequest, RunTotals, StoreReader } from "@jobscope/store";
import type { Job, Run } from "@jobscope/tracker";

import { ALERTS, EVENTS, INCIDENT, NOTIFICATIONS, SILENCES } from "./alert-samples.ts";
import { memoryErrors } from "./memory-errors.ts";
import { memoryMetrics } from "./memory-metrics.ts";
import { CHANGES } from "./samples.ts";
import { TELEMETRY } from "./telemetry-samples.ts";

const jobs = CHANGES.flatMap((change) => (change.kind === "job" ? [change.job] : []));
const runs = CHANGES.flatMap((change) => (change.kind === "run" ? [change.run] : [])).toSorted(
  (a, b) => (b.startMs ?? 0) - (a.startMs ?? 0),
);
const slots = CHANGES.flatMap((change) => (change.kind === "slot" ? [change.slot] : [])).toSorted(
  (a, b) => b.instantMs - a.instantMs,
);
const instances = CHANGES.flatMap((change) => (change.kind === "instance" ? [change.instance] : []));
const declarations = CHANGES.flatMap((change) => (change.kind === "declaration" ? [change.declaration] : []));

/** The store's promises over the samples, by plain filtering. */
export function memoryReader(): StoreReader {
  return {
    ...createReader(({ question }) => Promise.reject(new Error(`The reader in memory has no answer to ${question}.`))),
    ...memoryErrors({ runs, belongs, pageOf }),
    ...memoryMetrics({ runs, slots, telemetry: TELEMETRY, belongs }),
    async status() {
      const byHealth = Object.fromEntries(jobs.map(({ health }) => [health, 1]));
      const running = runs.filter(({ state }) => state === "running").length;
      const last24h = totalsOf(runs.filter(({ state }) => state !== "running"));
      // A gap counts for every instant in it.
      const slots24h = { met: 1, missed: 8 };
      const liveInstances = instances.length;
      return { jobs: jobs.length, byHealth, running, services: 2, liveInstances, last24h, slots24h, sequence: 1 };
    },
    async jobs(query) {
      const found = jobs.filter((job) => inScope(job, query) && (query.health?.includes(job.health) ?? true));
      return pageOf(
        found.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((job) => withRuns(job, query.runsPerJob)),
        query,
      );
    },
    async job(id, count) {
      const job = jobs.find((candidate) => candidate.id === id);
      if (job === undefined) return undefined;
      const own = {
        instances: instances.filter((one) => one.serviceId === job.serviceId),
        totals: totalsOf(runsOf(job)),
      };
      return { ...withRuns(job, count), ...own, declarations: declarations.filter(({ jobId }) => jobId === id) };
    },
    async runs(query) {
      const { fromMs = 0, toMs = Infinity } = query;
      const found = runs.filter((run) => {
        const startMs = run.startMs ?? 0;
        return (
          belongs(run.jobId, query) &&
          (query.states?.includes(run.state) ?? true) &&
          (query.errorType === undefined || query.errorType === run.errorType) &&
          startMs >= fromMs &&
          startMs < toMs
        );
      });
      return pageOf(found, query);
    },
    async run(key) {
      const run = runs.find((candidate) => candidate.key === key || candidate.runId === key);
      if (run === undefined) return undefined;
      const job = jobs.find(({ id }) => id === run.jobId);
      return {
        run,
        job,
        slot: undefined,
        attempts: [],
        logs: [],
        spans: [],
        logsTruncated: false,
        spansTruncated: false,
      };
    },
    async slots(query) {
      const { startBeforeMs = Infinity, ...rest } = query;
      const { fromMs = 0, toMs = startBeforeMs } = query;
      const found = slots.filter(
        (slot) =>
          belongs(slot.jobId, query) &&
          (query.states?.includes(slot.state) ?? true) &&
          slot.instantMs >= fromMs &&
          slot.instantMs < toMs,
      );
      return pageOf(found, rest);
    },
    async health() {
      const newest = instances.toSorted((a, b) => b.lastReceivedMs - a.lastReceivedMs);
      const file = { bytes: 4096, maxBytes: 5e9, rows: { runs: runs.length }, oldestRunMs: runs.at(-1)?.startMs };
      return { ...file, instances: newest, instancesTotal: instances.length };
    },
    async alerts(query) {
      const found = ALERTS.filter((alert) => isAsked(alert, query));
      return pageOf(
        found.toSorted((a, b) => startOf(b) - startOf(a)),
        query,
      );
    },
    async alert(id) {
      const alert = ALERTS.find((candidate) => candidate.id === id);
      if (alert === undefined) return undefined;
      return {
        alert,
        events: EVENTS.filter(({ alertId }) => alertId === id),
        incidents: [INCIDENT].filter(({ alertIds }) => alertIds.includes(id)),
        notifications: NOTIFICATIONS.filter(({ firing }) => firing.includes(id)),
      };
    },
    async silences(nowMs) {
      return SILENCES.filter(({ endsAtMs }) => endsAtMs >= nowMs - 120 * 3_600_000);
    },
  };
}

const startOf = ({ firedAtMs, activeAtMs }: Alert): number => firedAtMs ?? activeAtMs;

function isAsked(alert: Alert, query: AlertQuery): boolean {
  const { fromMs = 0, toMs = Infinity, states } = query;
  const { labels } = alert;
  const own: Partial<AlertQuery> = {
    severity: alert.severity,
    rule: alert.ruleName,
    environment: labels["deployment_environment_name"] ?? "",
    namespace: labels["service_namespace"] ?? "",
    service: labels["service_name"] ?? "",
    job: labels["job_name"] ?? "",
  };
  const names = ["severity", "rule", "environment", "namespace", "service", "job"] as const;
  const matches = names.every((name) => query[name] === undefined || query[name] === own[name]);
  const startMs = startOf(alert);
  return matches && (states?.includes(alert.state) ?? true) && startMs >= fromMs && startMs < toMs;
}

type Scope = Omit<Partial<JobQuery>, "health"> & { readonly jobId?: string };

function belongs(jobId: string, query: Scope): boolean {
  const job = jobs.find(({ id }) => id === jobId);
  return (query.jobId === undefined || query.jobId === jobId) && job !== undefined && inScope(job, query);
}

function inScope(job: Job, { environment, namespace, service, job: name }: Scope): boolean {
  const wanted = [environment, namespace, service, name];
  const own = [job.service.environment, job.service.namespace, job.service.service, job.name];
  return wanted.every((value, index) => value === undefined || value === own[index]);
}

function runsOf(job: Job): readonly Run[] {
  return runs.filter(({ jobId }) => jobId === job.id);
}

function withRuns(job: Job, count: number): { readonly job: Job; readonly runs: readonly Run[] } {
  return { job, runs: runsOf(job).slice(0, count) };
}

function totalsOf(counted: readonly Run[]): RunTotals {
  const byState: Partial<Record<Run["state"], number>> = {};
  for (const { state } of counted) byState[state] = (byState[state] ?? 0) + 1;
  const durations = counted.flatMap(({ durationMs }) => (durationMs === undefined ? [] : [durationMs]));
  const averageDurationMs =
    durations.length === 0 ? undefined : durations.reduce((sum, ms) => sum + ms, 0) / durations.length;
  return { total: counted.length, byState, averageDurationMs };
}

/** The cursor says where to go on and for which query. */
export function pageOf<T>(items: readonly T[], { cursor, limit, ...query }: PageRequest): Page<T> {
  const purpose = JSON.stringify(query);
  const start = cursor === undefined ? 0 : readCursor(cursor, purpose);
  const end = start + limit;
  const nextCursor = Buffer.from(JSON.stringify([end, purpose])).toString("base64url");
  return { items: items.slice(start, end), ...(end < items.length ? { nextCursor } : {}) };
}

function readCursor(cursor: string, purpose: string): number {
  try {
    const [start, given]: unknown[] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (given === purpose && typeof start === "number") return start;
  } catch {
    // Falls through to the one refusal.
  }
  throw new InvalidCursorError("not a cursor of this query");
}
