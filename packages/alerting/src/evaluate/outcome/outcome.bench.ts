import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import type { Change, Job, Run } from "@jobscope/tracker";

import type { Bench, Figure } from "../../../../../scripts/bench/contract.ts";
import { ruleOf } from "../../../test/outcome/outcome-world.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import type { OutcomeCondition } from "../../model/rule.ts";
import { createJobFacts } from "../../series/outcome/create-job-facts.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import { createOutcomeEvaluator } from "./create-outcome-evaluator.ts";

const JOBS = 10_000;
const RUNS_PER_JOB = 20;
const PER_REQUEST = 100;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const CONDITIONS: readonly OutcomeCondition[] = [
  { kind: "consecutive_failures", atLeast: 3 },
  { kind: "failure_rate", rate: 0.05, windowMs: HOUR, minRuns: 20, confidence: 0.95 },
  { kind: "average_duration", aboveMs: HOUR, runs: 20, minRuns: 5 },
  { kind: "degradation", recent: 5, baseline: 20, factor: 2 },
  { kind: "error_spike", above: 10, windowMs: HOUR },
  { kind: "missed", atLeast: 1 },
  { kind: "late" },
  { kind: "stuck", runtimeMs: 2 * HOUR },
  { kind: "finish_by" },
  { kind: "lost" },
  { kind: "process_lost" },
  { kind: "telemetry_stopped" },
  { kind: "shared_error", jobs: 3, windowMs: HOUR },
];

const context: EvaluationContext = { isActive: () => false, activeAlerts: () => [] };

function jobOf(index: number): Job {
  const service = { environment: "production", namespace: "", service: `service-${index % 50}` };
  const serviceId = `production~~${service.service}`;
  return {
    id: `${serviceId}~job-${index}`,
    serviceId,
    service,
    name: `job-${index}`,
    systemName: "croner",
    criticality: index % 10 === 0 ? "critical" : "normal",
    scope: "instance",
    schedule: { type: "cron", expression: "* * * * *" },
    health: "healthy",
    healthReason: "",
    healthSinceMs: 0,
    firstSeenMs: 0,
    lastSeenMs: 0,
    consecutiveFailures: 0,
    runningCount: 0,
    recent: Array.from({ length: 20 }, (_, n) => ({ runKey: `${serviceId}~r${n}`, state: "success", endMs: 1000 - n })),
  };
}

function changesOf(job: Job, run: { readonly id: string; readonly failed: boolean; readonly endMs: number }): Change[] {
  const { serviceId, id: jobId, name: jobName, systemName, criticality } = job;
  const value: Run = {
    key: `${serviceId}~${run.id}`,
    serviceId,
    jobId,
    jobName,
    runId: run.id,
    instanceKey: `${serviceId}~a`,
    systemName,
    criticality,
    state: run.failed ? "failure" : "success",
    provisional: false,
    endMs: run.endMs,
    durationMs: 500,
    traceId: "",
    spanId: "",
    firstReceivedMs: run.endMs,
    lastReceivedMs: run.endMs,
    revisions: [],
  };
  return [
    { kind: "run", run: value, before: "running" },
    { kind: "job", job, before: "healthy" },
  ];
}

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

function heapUsed(): number {
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

interface Loaded {
  readonly jobs: readonly Job[];
  readonly facts: JobFacts;
  readonly evaluators: readonly Evaluator[];
  readonly nowMs: number;
  readonly perRun: number;
  readonly bytesPerJob: number;
}

/** Every job runs once a minute; every request is judged by every rule as it arrives. */
function load(): Loaded {
  const jobs = Array.from({ length: JOBS }, (_, index) => jobOf(index));
  const heapBefore = heapUsed();
  const facts = createJobFacts({ jobs, instances: [] });
  const evaluators = CONDITIONS.map((condition) => createOutcomeEvaluator(ruleOf(condition), facts));
  for (const evaluator of evaluators) evaluator.evaluate(1000, context);
  let nowMs = 1000;
  let tookMs = 0;
  for (let minute = 0; minute < RUNS_PER_JOB; minute += 1) {
    nowMs += MINUTE;
    for (let first = 0; first < JOBS; first += PER_REQUEST) {
      const some = jobs.slice(first, first + PER_REQUEST);
      const changes = some.flatMap((job, index) =>
        changesOf(job, { id: `${first + index}-${minute}`, failed: (index + minute) % 50 === 0, endMs: nowMs }),
      );
      const before = performance.now();
      facts.accept({ changes, points: [], logs: [], receivedMs: nowMs });
      for (const evaluator of evaluators) evaluator.evaluateTouched(nowMs, context);
      tookMs += performance.now() - before;
    }
  }
  const bytesPerJob = Math.max(0, heapUsed() - heapBefore) / JOBS;
  return { jobs, facts, evaluators, nowMs, perRun: (tookMs * 1000) / (JOBS * RUNS_PER_JOB), bytesPerJob };
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >>> 1] ?? Number.NaN;
}

/** All rules look at all jobs. */
function grid({ evaluators, nowMs }: Loaded): number {
  const times = Array.from({ length: 9 }, () => {
    const before = performance.now();
    for (const evaluator of evaluators) evaluator.evaluate(nowMs, context);
    return performance.now() - before;
  });
  return median(times);
}

/** All rules look at the one job of 10,000 that changed. */
function one({ jobs, facts, evaluators, nowMs }: Loaded): number {
  const times = jobs.slice(0, 2000).map((job) => {
    facts.accept({ changes: [{ kind: "job", job, before: "healthy" }], points: [], logs: [], receivedMs: nowMs });
    const before = performance.now();
    for (const evaluator of evaluators) evaluator.evaluateTouched(nowMs, context);
    return (performance.now() - before) * 1000;
  });
  return median(times);
}

export const bench: Bench = {
  name: "outcome rules",
  run(): Promise<readonly Figure[]> {
    const loaded = load();
    return Promise.resolve([
      { name: "a run taken and judged by 13 rules, 10,000 jobs", value: loaded.perRun, unit: "µs/run" },
      { name: "one job of 10,000 changed, judged by 13 rules", value: one(loaded), unit: "µs", target: "< 100" },
      { name: "13 rules look at 10,000 jobs", value: grid(loaded), unit: "ms", target: "<= 130" },
      { name: "memory, with 20 runs in the window", value: loaded.bytesPerJob, unit: "bytes/job" },
    ]);
  },
};
