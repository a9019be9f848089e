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
}
