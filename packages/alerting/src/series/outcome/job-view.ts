import type { JobCriticality, JobSlotMissedCause } from "@jobscope/semconv";
import type {
  Instance,
  InstanceKey,
  Job,
  JobId,
  RunKey,
  RunState,
  ServiceId,
  ServiceIdentity,
} from "@jobscope/tracker";

import type { OutcomeWindow } from "./outcome-window.ts";

/** A failed run, as far as a message tells of it. */
export interface FailedRun {
  readonly runKey: RunKey;
  readonly runId: string;
  readonly traceId: string;
  readonly errorType: string;
  /** Sanitized, cut. */
  readonly errorMessage: string;
  readonly attempt?: number;
  readonly endMs: number;
  /** Nobody reported its end, and by now it is certain that nobody will. */
  readonly lost: boolean;
  readonly lostCause?: string;
}

/** Failures in a row, by the times of their ends. */
export interface Streak {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** End of the last good run before it. */
  readonly lastGoodMs?: number;
}

export interface TimedDuration {
  readonly runKey: RunKey;
  readonly endMs: number;
  readonly durationMs: number;
}

/** A run whose end has not been told. */
export interface OpenRun {
  readonly runKey: RunKey;
  readonly runId: string;
  readonly traceId: string;
  readonly instanceKey: InstanceKey;
  readonly startMs?: number;
  readonly scheduledMs?: number;
  readonly attempt?: number;
  readonly stuckMs?: number;
  readonly overdueMs?: number;
  /** Its process is silent: it may run, or not. */
  readonly inDoubt: boolean;
}

/** A slot that was missed or met late, and was not followed by one that went well. */
export interface TroubledSlot {
  readonly slotKey: string;
  readonly kind: "missed" | "late";
  readonly instantMs: number;
  /** Last instant of a gap. */
  readonly untilMs: number;
  /** Slots it stands for; at least one. */
  readonly count: number;
  readonly cause?: JobSlotMissedCause;
  /** Of the run that met it late. */
  readonly startMs?: number;
  readonly runKey?: RunKey;
}

export interface LastOutcome {
  readonly runKey: RunKey;
  readonly runId: string;
  readonly state: RunState;
  readonly endMs: number;
}

/** Facts about one job that rules judge. */
export interface JobView {
  readonly id: JobId;
  readonly serviceId: ServiceId;
  readonly service: ServiceIdentity;
  readonly name: string;
  readonly criticality: JobCriticality;
  readonly group: string;
  readonly owner: string;
  /** `metrics`: its service sends no job events, and this is what its metrics say. */
  readonly source: "events" | "metrics";
  readonly maxRuntimeMs: number | undefined;
  readonly pausedSinceMs: number | undefined;
  readonly retiredMs: number | undefined;
  readonly retiredBy: Job["retiredBy"] | undefined;
  /** Failures in a row up to now. */
  readonly streak: Streak | undefined;
  /** The one before, since the job recovered. */
  readonly endedStreak: Streak | undefined;
  readonly lastSuccess: LastOutcome | undefined;
  /** The newest run that ended well or badly. */
  readonly newest: LastOutcome | undefined;
  /** End of the n-th failure of the present row, counted from 1; undefined where it is too long ago. */
  failureMs(n: number): number | undefined;
  /** Newest last. */
  readonly failures: readonly FailedRun[];
  readonly outcomes: OutcomeWindow;
  /** Of successful runs, newest last. */
  readonly durations: readonly TimedDuration[];
  readonly openRuns: ReadonlyMap<RunKey, OpenRun>;
  /** Newest first. */
  readonly troubles: readonly TroubledSlot[];
  /** Newest slot that was met on time. */
  readonly lastOnTimeMs: number | undefined;
}

/** One process of a service. */
export interface InstanceView {
  readonly instance: Instance;
  /** Scheduled jobs that nobody has declared since, unless they were retired. */
  readonly owes: ReadonlySet<JobId>;
}
