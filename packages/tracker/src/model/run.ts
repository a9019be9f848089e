import type { JobCriticality, JobRunResult, JobRunSkipReason, JobRunTrigger } from "@jobscope/semconv";

import type { InstanceKey, JobId, RunKey, ServiceId } from "./identity.ts";

export type RunState = "running" | JobRunResult;

/** Why the monitor itself ended a run that nobody reported the end of. */
export type LostCause = "process_lost" | "process_dead" | "telemetry_dropped" | "run_heartbeat_stopped";

/** One verdict that was replaced by a better one; history keeps both. */
export interface RunRevision {
  readonly atMs: number;
  readonly from: RunState;
  readonly to: RunState;
  readonly cause: string;
}

/** What the run's span said. */
export interface RunSpanFacts {
  readonly startMs: number;
  readonly durationMs: number;
  readonly result: JobRunResult;
}

/**
 * What was reported about a run, apart from what follows from it. A run is derived anew from its facts whenever one is
 * added, so that the order of arrival leaves no trace.
 */
export interface RunFacts {
  /** Start by the process's wall clock. */
  readonly startMs?: number;
  readonly endMs?: number;
  readonly durationMs?: number;
  readonly result?: JobRunResult;
  readonly delayMs?: number;
  readonly span?: RunSpanFacts;
  /** Who gave the error: 1 span, 2 exception event, 3 end event; the higher one is kept. */
  readonly errorTypeRank?: number;
  readonly errorMessageRank?: number;
  readonly progressSequence?: number;
  /** Number of the event that ended it. */
  readonly endSequence?: number;
  /** Lowest event number of the run: a beat of an earlier one says nothing about it. */
  readonly firstSequence?: number;
  /** Event time at which the run was first heard of, where no start is known. */
  readonly firstEventMs?: number;
  /** Beat that named the active runs without this one. */
  readonly ruledOutBeat?: number;
  /** The run sends beats of its own, this many milliseconds apart. */
  readonly beatIntervalMs?: number;
  /** The library told the slot, so nearness is no question. */
  readonly slotTold?: boolean;
}

export interface Run {
  readonly key: RunKey;
  readonly serviceId: ServiceId;
  readonly jobId: JobId;
  readonly jobName: string;
  readonly runId: string;
  readonly instanceKey: InstanceKey;
  readonly systemName: string;
  readonly criticality: JobCriticality;
  readonly state: RunState;
  /** True while the verdict was reached by silence and may be corrected: `lost` before it is certain. */
  readonly provisional: boolean;
  readonly lostCause?: LostCause;
  readonly trigger?: JobRunTrigger;
  readonly skipReason?: JobRunSkipReason;
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly previousRunId?: string;
  /** The slot this run belongs to: told by the library, or found by the tracker. */
  readonly scheduledMs?: number;
  readonly slotKey?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly durationMs?: number;
  readonly delayMs?: number;
  readonly progress?: number;
  readonly progressMessage?: string;
  readonly progressMs?: number;
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly errorStack?: string;
  readonly traceId: string;
  readonly spanId: string;
  /** When it was seen to exceed its max runtime. */
  readonly stuckMs?: number;
  /** When it was seen to pass its finish-by deadline. */
  readonly overdueMs?: number;
  /** Wall clock minus span clock, where the two disagree by more than a minute. */
  readonly clockSkewMs?: number;
  /** Monitor's wall clock when the run was first and last heard of. */
  readonly firstReceivedMs: number;
  readonly lastReceivedMs: number;
  readonly revisions: readonly RunRevision[];
  readonly facts?: RunFacts;
}
