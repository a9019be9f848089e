import type { LogRecord, Resource, SpanRecord } from "@jobscope/otlp";
import type { Change, Run, RunState, ServiceIdentity, Slot } from "@jobscope/tracker";

import type { StoreWriter } from "../src/port/write.ts";
import {
  declarationOf,
  endedOf,
  instanceOf,
  jobOf,
  logOf,
  resourceOf,
  runOf,
  SCOPE,
  spanOf,
  uuidV7,
} from "./samples.ts";

/** A history like that of a real installation, the same for the same options: for benches of the store and the API. */
export interface HistoryOptions {
  readonly runs: number;
  /** End of the history; the newest runs are still running then. */
  readonly nowMs: number;
  /** Days that the runs spread over; default 90. */
  readonly days?: number;
  readonly services?: number;
  readonly jobsPerService?: number;
  /** Every how many runs have their logs and span stored too; default 20, 1 for all, 0 for none. */
  readonly recordsEvery?: number;
  /** Runs in a transaction; default 1,000. More of them touch fewer pages each. */
  readonly runsPerTransaction?: number;
}

export interface GeneratedHistory {
  readonly services: readonly ServiceIdentity[];
  readonly jobNames: readonly string[];
  /** Keys of some runs that have logs and spans. */
  readonly runKeys: readonly string[];
  /** Traces of these runs. */
  readonly traceIds: readonly string[];
}

const RUNNING_AT_END = 20;
const SAMPLED_RUNS = 1_000;

/** Numbers in [0, 1) that are the same for the same run. */
function noise(number: number): number {
  let x = Math.imul(number ^ 0x9e_37_79_b9, 0x85_eb_ca_6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2_b2_ae_35);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

function stateOf(number: number): Exclude<RunState, "running"> {
  const share = noise(number * 7 + 1);
  if (share < 0.94) return "success";
  if (share < 0.97) return "failure";
  if (share < 0.985) return "skip";
  if (share < 0.993) return "timeout";
  return share < 0.998 ? "error" : "cancellation";
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0");
const traceOf = (number: number): string => hex(Math.floor(noise(number) * 2 ** 32), 8) + hex(number + 1, 24);

interface Plan {
  readonly services: readonly ServiceIdentity[];
  readonly jobNames: readonly string[];
  readonly resources: readonly Resource[];
  readonly options: HistoryOptions;
  readonly stepMs: number;
}

function planOf(options: HistoryOptions): Plan {
  const count = options.services ?? 5;
  const services = Array.from({ length: count }, (_, n) => ({
    environment: "production",
    namespace: "shop",
    service: `service-${n}`,
  }));
  const jobNames = Array.from({ length: options.jobsPerService ?? 20 }, (_, n) => `job.${n}`);
  const stepMs = ((options.days ?? 90) * 86_400_000) / options.runs;
  return { services, jobNames, resources: services.map((service) => resourceOf(service)), options, stepMs };
}

function runNumber(plan: Plan, number: number): Run {
  const service = plan.services[number % plan.services.length];
  const job = plan.jobNames[Math.floor(number / plan.services.length) % plan.jobNames.length];
  if (service === undefined || job === undefined) throw new RangeError("a history needs a service and a job");
  const startMs = Math.floor(plan.options.nowMs - (plan.options.runs - number) * plan.stepMs);
  const runId = uuidV7(startMs, number);
  const run = runOf(
    { service, job, runId },
    {
      startMs,
      scheduledMs: startMs - 12,
      delayMs: 12,
      trigger: "schedule",
      traceId: traceOf(number),
      spanId: hex(number + 1, 16),
      firstReceivedMs: startMs + 5,
      lastReceivedMs: startMs + 5,
    },
  );
  const withSlot = { ...run, slotKey: slotOfRun(run).key };
  if (number >= plan.options.runs - RUNNING_AT_END) return withSlot;
  const state = stateOf(number);
  const ended = endedOf(withSlot, state, Math.ceil(noise(number * 3) * 30_000));
  if (state === "success" || state === "skip" || state === "cancellation") return ended;
  return { ...ended, errorType: `Error${number % 7}`, errorMessage: "the upstream service did not answer in time" };
}

function slotOfRun(run: Run): Slot {
  const instantMs = run.scheduledMs ?? 0;
  return {
    key: `${run.jobId}@${instantMs}@${run.instanceKey}`,
    serviceId: run.serviceId,
    jobId: run.jobId,
    jobName: run.jobName,
    instanceKey: run.instanceKey,
    instantMs,
    state: run.state === "skip" ? "skipped" : "met",
    provisional: false,
    runKey: run.key,
    duplicates: 0,
    late: false,
    startMarginMs: 60_000,
    earlyToleranceMs: 15_000,
    decidedMs: run.startMs ?? instantMs,
    revisions: [],
  };
}

/** The records that the instrumentation sends of a run: start, end, performance summary. */
function logsOfRun(run: Run, resource: Resource): LogRecord[] {
  const startMs = run.startMs ?? 0;
  const endMs = run.endMs ?? startMs;
  const common = {
    "job.name": run.jobName,
    "job.system.name": run.systemName,
    "job.run.id": run.runId,
    "job.criticality": run.criticality,
    "log.category": "jobs",
  };
  const ids = { resource, scope: SCOPE, traceId: run.traceId, spanId: run.spanId };
  const event = (eventName: string, timeMs: number, attributes: object, uid: number): LogRecord =>
    logOf({
      ...ids,
      eventName,
      timeMs,
      observedMs: timeMs,
      body: undefined,
      attributes: { ...common, ...attributes, "log.record.uid": `${run.runId.slice(0, -1)}${uid}` },
    });
  return [
    event("job.run.start", startMs, { "job.run.scheduled_time": new Date(startMs).toISOString() }, 1),
    event("job.run.end", endMs, { "job.run.result": run.state, "job.run.duration": (run.durationMs ?? 0) / 1_000 }, 2),
    event("", endMs, { "log.category": "performance", "process.memory.usage": 52_428_800 }, 3),
  ];
}

function spanOfRun(run: Run, resource: Resource): SpanRecord {
  const { traceId, spanId, startMs = 0, endMs = startMs } = run;
  const attributes = { "job.name": run.jobName, "job.run.id": run.runId, "job.run.result": run.state };
  return spanOf({ resource, traceId, spanId, name: `run ${run.jobName}`, startMs, endMs, attributes });
}

function writeJobs(writer: StoreWriter, plan: Plan): void {
  const { nowMs } = plan.options;
  const changes = plan.services.flatMap((service): Change[] => {
    const jobs = plan.jobNames.map((name) => jobOf(service, name, { lastSeenMs: nowMs }));
    return [
      { kind: "instance", instance: instanceOf(service, "i1", { lastReceivedMs: nowMs }), before: undefined },
      ...jobs.map((job): Change => ({ kind: "job", job, before: undefined })),
      ...jobs.map((job): Change => ({ kind: "declaration", declaration: declarationOf(job, "i1") })),
    ];
  });
  writer.transaction(() => {
    writer.writeChanges(changes);
  });
}

function writeGroup(writer: StoreWriter, plan: Plan, [from, to]: readonly [number, number]): Run[] {
  const { recordsEvery = 20 } = plan.options;
  const runs = Array.from({ length: to - from }, (_, n) => runNumber(plan, from + n));
  const recorded = runs.flatMap((run, n) => {
    const resource = plan.resources[(from + n) % plan.resources.length];
    return recordsEvery > 0 && (from + n) % recordsEvery === 0 && resource !== undefined ? [{ run, resource }] : [];
  });
  const logs = recorded.flatMap(({ run, resource }) => logsOfRun(run, resource));
  const spans = recorded.map(({ run, resource }) => spanOfRun(run, resource));
  const receivedMs = runs[0]?.startMs ?? 0;
  writer.transaction(() => {
    writer.writeRecords({ signal: "logs", records: logs, rejected: 0, rejectedReason: "" }, receivedMs);
    writer.writeRecords({ signal: "traces", records: spans, rejected: 0, rejectedReason: "" }, receivedMs);
    writer.writeChanges(
      runs.flatMap((run): Change[] => [
        { kind: "run", run, before: undefined },
        { kind: "slot", slot: slotOfRun(run), before: undefined },
      ]),
    );
  });
  return recorded.map(({ run }) => run);
}

/** Writes the history: some 10,000 runs a second. */
export function generateHistory(writer: StoreWriter, options: HistoryOptions): GeneratedHistory {
  const plan = planOf(options);
  writeJobs(writer, plan);
  const sampled: Run[] = [];
  const { runsPerTransaction = 1_000 } = options;
  for (let from = 0; from < options.runs; from += runsPerTransaction) {
    const recorded = writeGroup(writer, plan, [from, Math.min(options.runs, from + runsPerTransaction)]);
    if (sampled.length < SAMPLED_RUNS) sampled.push(...recorded);
  }
  const { services, jobNames } = plan;
  return {
    services,
    jobNames,
    runKeys: sampled.map(({ key }) => key),
    traceIds: sampled.map(({ traceId }) => traceId),
  };
}
