import type {
  JobCriticality,
  JobProcessStopReason,
  JobRunResult,
  JobRunSkipReason,
  JobRunTrigger,
  JobScheduleType,
  JobScope,
  JobSlotMissedCause,
} from "@jobscope/semconv";

import type { ServiceId, ServiceIdentity } from "./identity.ts";

/**
 * What a process tells about its jobs: the `job.*` log events of the wire contract, parsed once at the edge. Inside the
 * tracker every field is trusted: finite numbers, instants in epoch milliseconds, durations in milliseconds.
 */
interface EventBase {
  readonly service: ServiceIdentity;
  readonly serviceId: ServiceId;
  /** `service.instance.id`, `""` where the sender sets none. */
  readonly instanceId: string;
  /** The sender's wall clock. */
  readonly timeMs: number;
  /** Number of the event in its process; absent from foreign senders. */
  readonly sequence?: number;
  readonly traceId: string;
  readonly spanId: string;
}

interface JobEventBase extends EventBase {
  readonly jobName: string;
  readonly systemName: string;
}

interface RunEventBase extends JobEventBase {
  readonly runId: string;
  readonly criticality?: JobCriticality;
  readonly trigger?: JobRunTrigger;
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly previousRunId?: string;
  readonly scheduledMs?: number;
  readonly startMs?: number;
  readonly delayMs?: number;
}

export interface JobSchedule {
  readonly type: JobScheduleType;
  readonly expression?: string;
  readonly timezone?: string;
}

export interface JobDeclaredEvent extends JobEventBase {
  readonly kind: "job.declared";
  readonly criticality: JobCriticality;
  readonly scope: JobScope;
  readonly group?: string;
  readonly owner?: string;
  readonly schedule: JobSchedule;
  /** Ascending. */
  readonly nextTimesMs: readonly number[];
  readonly startMarginMs?: number;
  readonly earlyToleranceMs?: number;
  readonly maxRuntimeMs?: number;
  readonly finishByMs?: number;
}

export interface JobSwitchedEvent extends JobEventBase {
  readonly kind: "job.paused" | "job.resumed" | "job.removed";
}

export interface RunStartEvent extends RunEventBase {
  readonly kind: "job.run.start";
}

export interface RunHeartbeatEvent extends RunEventBase {
  readonly kind: "job.run.heartbeat";
  readonly intervalMs: number;
}

export interface RunProgressEvent extends RunEventBase {
  readonly kind: "job.run.progress";
  readonly progress?: number;
  readonly message?: string;
}

export interface RunEndEvent extends RunEventBase {
  readonly kind: "job.run.end";
  readonly result: JobRunResult;
  readonly durationMs?: number;
  readonly errorType?: string;
  readonly errorMessage?: string;
  readonly skipReason?: JobRunSkipReason;
}

export interface RunExceptionEvent extends RunEventBase {
  readonly kind: "job.run.exception";
  readonly errorType: string;
  readonly errorMessage: string;
  readonly errorStack: string;
}

/** A due run that was not started. It has a run id of its own: skips are runs with result `skip`. */
export interface RunSkipEvent extends RunEventBase {
  readonly kind: "job.run.skip";
  readonly reason: JobRunSkipReason;
}

export interface SlotMissedEvent extends JobEventBase {
  readonly kind: "job.slot.missed";
  readonly fromMs: number;
  readonly toMs: number;
  readonly count?: number;
  readonly cause: JobSlotMissedCause;
}

/** How a monitor on the same host can look the process up. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly bootId: string;
  readonly pidNamespace: string;
  /** Clock ticks since boot, as in `/proc/<pid>/stat`. */
  readonly kernelStartTime: string;
}

export interface ProcessStartEvent extends EventBase {
  readonly kind: "job.process.start";
  readonly processStartMs: number;
  readonly process?: ProcessIdentity;
  readonly foundDead: readonly string[];
}

export interface ProcessHeartbeatEvent extends EventBase {
  readonly kind: "job.process.heartbeat";
  readonly heartbeatSequence: number;
  readonly intervalMs: number;
  readonly processStartMs: number;
  readonly process?: ProcessIdentity;
  /** Absent when there are more than fit: then the beat rules no run out. */
  readonly activeRunIds?: readonly string[];
  readonly activeRunCount: number;
  readonly droppedRecords: number;
  readonly longestBlockMs: number;
}

export interface ProcessStopEvent extends EventBase {
  readonly kind: "job.process.stop";
  readonly reason: JobProcessStopReason;
}

export type RunEvent =
  | RunStartEvent
  | RunHeartbeatEvent
  | RunProgressEvent
  | RunEndEvent
  | RunExceptionEvent
  | RunSkipEvent;

export type JobEvent =
  | JobDeclaredEvent
  | JobSwitchedEvent
  | RunEvent
  | SlotMissedEvent
  | ProcessStartEvent
  | ProcessHeartbeatEvent
  | ProcessStopEvent;

/** The span of a run: it enriches the run, or is the run where no log events arrive. */
export interface RunSpan extends RunEventBase {
  readonly kind: "span";
  readonly startMs: number;
  readonly endMs: number;
  readonly durationMs: number;
  readonly result: JobRunResult;
  readonly errorType?: string;
  readonly errorMessage?: string;
}
