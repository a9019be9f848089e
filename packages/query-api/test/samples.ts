import { idWithin, serviceIdOf } from "@jobscope/tracker";
import type { Change, Instance, Job, Run, ServiceIdentity, Slot, SlotState } from "@jobscope/tracker";

/** What the API is asked about in tests: two services, three jobs, some hundred runs. */

export const NOW: number = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;

export const BILLING: ServiceIdentity = { environment: "production", namespace: "shop", service: "billing" };
export const MAIL: ServiceIdentity = { environment: "", namespace: "", service: "mail/é" };

export function jobOf(service: ServiceIdentity, name: string, fields: Partial<Job> = {}): Job {
  const serviceId = serviceIdOf(service);
  return {
    id: idWithin(serviceId, name),
    serviceId,
    service,
    name,
    systemName: "croner",
    criticality: "normal",
    scope: "instance",
    schedule: { type: "cron", expression: "*/5 * * * *", timezone: "America/Sao_Paulo" },
    health: "healthy",
    healthReason: "last run succeeded",
    healthSinceMs: NOW - 60 * MINUTE,
    firstSeenMs: NOW - 90 * MINUTE,
    lastSeenMs: NOW,
    consecutiveFailures: 0,
    runningCount: 0,
    recent: [],
    ...fields,
  };
}

export function runOf(job: Job, number: number, fields: Partial<Run> = {}): Run {
  const startMs = NOW - number * MINUTE;
  const runId = `0193-${String(number).padStart(6, "0")}`;
  return {
    key: idWithin(job.serviceId, runId),
    serviceId: job.serviceId,
    jobId: job.id,
    jobName: job.name,
    runId,
    instanceKey: idWithin(job.serviceId, "i-1"),
    systemName: job.systemName,
    criticality: job.criticality,
    state: "success",
    provisional: false,
    startMs,
    ...(fields.state === "running" ? {} : { endMs: startMs + 1500, durationMs: 1500 }),
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    firstReceivedMs: startMs + 1600,
    lastReceivedMs: startMs + 1600,
    revisions: [],
    ...fields,
  };
}

export function slotOf(job: Job, instantMs: number, state: SlotState, fields: Partial<Slot> = {}): Slot {
  const instanceKey = idWithin(job.serviceId, "i-1");
  return {
    key: `${job.id}@${instantMs}@${instanceKey}`,
    serviceId: job.serviceId,
    jobId: job.id,
    jobName: job.name,
    instanceKey,
    instantMs,
    state,
    provisional: false,
    duplicates: 0,
    late: false,
    startMarginMs: MINUTE,
    earlyToleranceMs: 15_000,
    ...(state === "expected" ? {} : { decidedMs: instantMs + MINUTE }),
    revisions: [],
    ...fields,
  };
}

export function instanceOf(service: ServiceIdentity, instanceId: string): Instance {
  const serviceId = serviceIdOf(service);
  return {
    key: idWithin(serviceId, instanceId),
    serviceId,
    service,
    instanceId,
    state: "live",
    stateSinceMs: NOW - 90 * MINUTE,
    processStartMs: NOW - 90 * MINUTE,
    firstReceivedMs: NOW - 90 * MINUTE,
    lastReceivedMs: NOW,
    feedMs: NOW,
    heartbeatSequence: 7,
    heartbeatIntervalMs: 15_000,
    activeRunCount: 1,
    droppedRecords: 0,
    longestBlockMs: 250,
    clockSkewMs: -40,
  };
}

export const INVOICE: Job = jobOf(BILLING, "invoice.generate", {
  criticality: "critical",
  owner: "finance",
  nextSlotMs: Date.UTC(2026, 10, 25, 12, 5),
  maxRuntimeMs: 7_200_000,
  lastSuccessMs: NOW - 2 * MINUTE,
});
export const CLEANUP: Job = jobOf(BILLING, "cleanup", { health: "failing", consecutiveFailures: 3 });
export const DIGEST: Job = jobOf(MAIL, "digest ~ 100%/täglich", {
  schedule: { type: "interval", expression: "PT1H" },
  health: "missing",
});
export const JOBS: readonly Job[] = [INVOICE, CLEANUP, DIGEST];

/** 120 runs of one job, newest is number 0 and still running; every tenth failed. */
const invoiceRuns = Array.from({ length: 120 }, (_, number) => runOf(INVOICE, number, outcomeOf(number)));

export const FAT_MESSAGE: string = `=HYPERLINK("x") ${"é😀".repeat(100_000)}`;

export const FAILED: Run = runOf(CLEANUP, 500, {
  state: "failure",
  errorType: "TypeError",
  errorMessage: FAT_MESSAGE,
  errorStack: `TypeError: x\n${"    at f (file.js:1:1)\n".repeat(10)}`,
  revisions: [{ atMs: NOW - 400 * MINUTE, from: "error", to: "failure", cause: "end event arrived" }],
});
export const LOST: Run = runOf(DIGEST, 501, {
  state: "error",
  provisional: true,
  lostCause: "process_lost",
  errorType: "lost",
});
export const RUNS: readonly Run[] = [...invoiceRuns, FAILED, LOST];

export const SLOTS: readonly Slot[] = [
  slotOf(INVOICE, NOW + 5 * MINUTE, "expected"),
  slotOf(INVOICE, NOW - 5 * MINUTE, "met", { late: true, runKey: runOf(INVOICE, 5).key }),
  slotOf(INVOICE, NOW - 10 * MINUTE, "missed", { missedCause: "blocked_loop" }),
  slotOf(CLEANUP, NOW - 60 * MINUTE, "missed", {
    missedCause: "not_running",
    untilMs: NOW - 30 * MINUTE,
    count: 7,
    provisional: true,
  }),
];
export const INSTANCES: readonly Instance[] = [instanceOf(BILLING, "i-1"), instanceOf(MAIL, "i-1")];

function outcomeOf(number: number): Partial<Run> {
  if (number === 0) return { state: "running" };
  return number % 10 === 0 ? { state: "failure", errorType: "TimeoutError" } : {};
}

/** The same as a store learns it. */
export const CHANGES: readonly Change[] = [
  ...INSTANCES.map((instance) => ({ kind: "instance", instance, before: undefined }) as const),
  ...JOBS.map((job) => ({ kind: "job", job, before: undefined }) as const),
  ...RUNS.map((run) => ({ kind: "run", run, before: undefined }) as const),
  ...SLOTS.map((slot) => ({ kind: "slot", slot, before: undefined }) as const),
  {
    kind: "declaration",
    declaration: {
      jobId: INVOICE.id,
      instanceKey: idWithin(INVOICE.serviceId, "i-1"),
      declaredMs: NOW - 90 * MINUTE,
      sequence: 3,
      state: "active",
      schedule: INVOICE.schedule,
      nextTimesMs: [NOW + 5 * MINUTE, NOW + 10 * MINUTE],
    },
  },
];
