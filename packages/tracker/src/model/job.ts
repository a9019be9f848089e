import type { JobCriticality, JobScope } from "@jobscope/semconv";

import type { InstanceKey, JobId, RunKey, ServiceId, ServiceIdentity } from "./identity.ts";
import type { JobSchedule, ProcessIdentity } from "./job-event.ts";
import type { RunState } from "./run.ts";

export const JOB_HEALTHS = [
  "new",
  "healthy",
  "late",
  "overrunning",
  "failing",
  "missing",
  "paused",
  "retired",
  "unknown",
] as const;
export type JobHealth = (typeof JOB_HEALTHS)[number];

/** One finished run, as far as health needs it. */
export interface RunOutcome {
  readonly runKey: RunKey;
  readonly state: RunState;
  readonly endMs: number;
  /** A retry replaces the outcome of the attempt before it. */
  readonly previousRunId?: string;
}

export interface Job {
  readonly id: JobId;
  readonly serviceId: ServiceId;
  readonly service: ServiceIdentity;
  readonly name: string;
  readonly systemName: string;
  readonly criticality: JobCriticality;
  readonly scope: JobScope;
  readonly group?: string;
  readonly owner?: string;
  readonly schedule: JobSchedule;
  readonly startMarginMs?: number;
  readonly earlyToleranceMs?: number;
  readonly maxRuntimeMs?: number;
  readonly finishByMs?: number;
  readonly health: JobHealth;
  /** For people: why the health is what it is. */
  readonly healthReason: string;
  readonly healthSinceMs: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  readonly firstDeclaredMs?: number;
  readonly pausedSinceMs?: number;
  readonly retiredMs?: number;
  readonly nextSlotMs?: number;
  readonly lastStartMs?: number;
  readonly lastSuccessMs?: number;
  readonly lastFailureMs?: number;
  readonly consecutiveFailures: number;
  readonly runningCount: number;
  /** The last 20 outcomes by end time, newest first. */
  readonly recent: readonly RunOutcome[];
}

/** What one instance last declared about one job. */
export interface Declaration {
  readonly jobId: JobId;
  readonly instanceKey: InstanceKey;
  readonly declaredMs: number;
  readonly sequence: number;
  readonly state: "active" | "paused" | "removed";
  readonly schedule: JobSchedule;
  readonly nextTimesMs: readonly number[];
}

/** `lapsed`: silent for longer than its lease. `stopped`: ended in order. `dead`: known dead. */
export type InstanceState = "live" | "lapsed" | "stopped" | "dead";

/** One process of a service. */
export interface Instance {
  readonly key: InstanceKey;
  readonly serviceId: ServiceId;
  readonly service: ServiceIdentity;
  readonly instanceId: string;
  readonly state: InstanceState;
  readonly stateSinceMs: number;
  /** 0 where it never said. */
  readonly processStartMs: number;
  readonly process?: ProcessIdentity;
  readonly firstReceivedMs: number;
  /** Monitor's wall clock at its last record. */
  readonly lastReceivedMs: number;
  /** Time in which deadlines of its slots and runs are judged; 0 before its first beat. */
  readonly feedMs: number;
  readonly heartbeatSequence: number;
  /** 0 where it never sent a heartbeat: such an instance has no lease. */
  readonly heartbeatIntervalMs: number;
  readonly activeRunCount: number;
  readonly droppedRecords: number;
  readonly longestBlockMs: number;
  /** Sender's clock minus ours at its last beat. */
  readonly clockSkewMs: number;
}
