import type { JobCriticality, JobScope, JobSlotMissedCause } from "@jobscope/semconv";

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
  /** Earlier attempts of the same piece of work, whose outcomes this one replaces; at most 32. */
  readonly supersedes?: readonly RunKey[];
  /** A failed attempt that will be tried again: no outcome of the piece of work yet. */
  readonly awaitsRetry?: boolean;
}

/** A run that met no slot when it arrived; its declaration may still be under way. */
export interface UnmatchedRun {
  readonly runKey: RunKey;
  readonly instanceKey: InstanceKey;
  readonly startMs: number;
  readonly scheduledMs?: number;
}

/** A slot that went wrong and was not followed by a later one that went right. */
export interface SlotTrouble {
  readonly slotKey: string;
  readonly instantMs: number;
  readonly kind: "missed" | "late";
  readonly cause?: JobSlotMissedCause;
}

/** Misses that a process reported of itself. */
export interface ReportedMiss {
  readonly instanceKey: InstanceKey;
  readonly fromMs: number;
  readonly toMs: number;
  readonly count?: number;
  readonly cause: JobSlotMissedCause;
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
  /** Consecutive failures that have left {@link recent}. */
  readonly olderFailures?: number;
  /** End of the newest success that has left {@link recent}. */
  readonly olderSinceMs?: number;
  /** At most 16. */
  readonly unmatched?: readonly UnmatchedRun[];
  /** At most 8, newest first. */
  readonly troubles?: readonly SlotTrouble[];
  /** Newest slot that was met on time, and the newest of each instance that owes its own; at most 16. */
  readonly lastOnTimeMs?: number;
  readonly onTime?: readonly (readonly [instanceKey: InstanceKey, instantMs: number])[];
  /** At most 8, newest last. */
  readonly reportedMisses?: readonly ReportedMiss[];
  /** Since when, in event time, every declared instant followed the one before it at the same distance. */
  readonly evenSinceMs?: number;
  readonly evenPeriodMs?: number;
  /** The instance that declared it last. */
  readonly lastDeclarer?: InstanceKey;
  readonly lastDeclaredMs?: number;
  readonly retiredBy?: "removed" | "replaced" | "admin";
  /** Known from spans alone: no live view, no lost runs. */
  readonly spansOnly?: boolean;
}

/** Evenly spaced instants that nobody declared, if the instance `ownerKey` was silent there. */
export interface DeclarationHole {
  readonly ownerKey: InstanceKey;
  /** Last instant declared before, and first one declared after. */
  readonly afterMs: number;
  readonly beforeMs: number;
  readonly periodMs: number;
  /** The spacing has held for long enough to say how many they are. */
  readonly counted: boolean;
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
  /** Event time of the first declaration of this job by this instance. */
  readonly firstDeclaredMs?: number;
  /** Earlier declarations, newest first, at most 16: each rules the instants up to the next one. */
  readonly earlier?: readonly { readonly sequence: number; readonly declaredMs: number }[];
  /** When it was last paused, resumed or removed, and the number of that event. */
  readonly switchedMs?: number;
  readonly switchedSequence?: number;
  /** Start of the process that declared it, 0 where unknown: a later process under the same instance id declares anew. */
  readonly processStartMs?: number;
  /** Instants at an even distance that fell after the last declared one and before this declaration. */
  readonly hole?: DeclarationHole;
}

/** `lapsed`: silent for longer than its lease. `stopped`: ended in order. `dead`: known dead. */
export type InstanceState = "live" | "lapsed" | "stopped" | "dead";

export interface Silence {
  readonly fromMs: number;
  readonly toMs: number;
  /** The event loop was blocked for most of it. */
  readonly blocked: boolean;
  /** No time passed: its clock was set forward. */
  readonly clockSet?: boolean;
}

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
  /** Its last two beats showed the same skew: neither a backlog that drains nor a clock that was just set. */
  readonly skewSteady?: boolean;
  /** Event time of its first and its newest record. */
  readonly firstEventMs?: number;
  readonly lastEventMs?: number;
  /** Highest event number seen. */
  readonly lastSequence?: number;
  /** Blocks of the event loop longer than 15 s: hour since the epoch (monitor's clock) and the longest of that hour, at most 25. */
  readonly blocks?: readonly (readonly [hour: number, longestMs: number])[];
  /** Newest beats: number, event time and longest block before it, at most 8. */
  readonly beats?: readonly (readonly [sequence: number, timeMs: number, longestBlockMs: number])[];
  /** Times in which it sent no beat although it lived on: suspended, or its loop blocked. At most 8. */
  readonly silences?: readonly Silence[];
  /** Event time of its stop, and the number of that event. */
  readonly stoppedMs?: number;
  readonly stoppedSequence?: number;
  /** Event time at which another process found it dead. */
  readonly foundDeadMs?: number;
  /** Earlier processes ran under the same instance id. */
  readonly incarnations?: number;
  readonly skewNoticed?: boolean;
  /** The lapse has lasted 15 min. */
  readonly certain?: boolean;
  /** "Telemetry stopped" was told for the jobs that it left behind. */
  readonly silenceNoticed?: boolean;
}
