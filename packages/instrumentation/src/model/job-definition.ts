import type {
  JobCriticality,
  JobRunSkipReason,
  JobRunTrigger,
  JobScheduleType,
  JobScope,
  JobSlotMissedCause,
  JobSystemName,
} from "@jobscope/semconv";

/** What a user may say about a job; everything is optional. Durations are seconds. */
export interface JobOptions {
  /** Stable name. Default: the function's name, then the file and line that registered it. */
  readonly name?: string;
  /** Default `normal`. A failed run of a `critical` job is sent at once. */
  readonly criticality?: JobCriticality;
  /** Default `instance`: each live process owes its own run of a slot. */
  readonly scope?: JobScope;
  readonly group?: string;
  readonly owner?: string;
  /** Time after its slot within which a start is on time. Default: 60 s, or half the time to the next slot if less. */
  readonly startMargin?: number;
  /** Time before its slot from which a start meets it. Default: 60 s, or a quarter of the period if less. */
  readonly earlyTolerance?: number;
  /** Time after which a running run counts as stuck. Default: none here; the monitor's rule is 2 h. */
  readonly maxRuntime?: number;
  /** Time after its slot by which a run must have ended. Default: none. */
  readonly finishBy?: number;
}

/** A schedule as its library owns it. */
export interface ScheduleSource {
  readonly type: JobScheduleType;
  /** As the user wrote it; for people. */
  readonly expression?: string;
  /** IANA name. */
  readonly timezone?: string;
  /**
   * The library's own next starts after `after` (default: now), ascending, at most `count`. May throw, may be slow, may
   * give fewer or only one: callers ask off the run's path and cache.
   */
  readonly nextTimes: (count: number, after?: Date) => readonly Date[];
}

export interface JobDefinition extends JobOptions {
  readonly system: JobSystemName;
  readonly schedule?: ScheduleSource;
}

/** What is known when a run starts. */
export interface RunStart {
  readonly trigger?: JobRunTrigger;
  /** The slot, where the library tells it. */
  readonly scheduledTime?: Date;
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly previousRunId?: string;
}

export interface MissedSlots {
  readonly from: Date;
  readonly to: Date;
  readonly count?: number;
  readonly cause: JobSlotMissedCause;
}

/**
 * One registered job, as the scheduler folders use it. Nothing here throws; with telemetry off everything is a cheap
 * no-op around the user's function.
 */
export interface JobRegistration {
  /** The name on the wire: from the options, the function or the place, with `#2` where a second site took it. */
  readonly name: string;
  /**
   * The function with every call of it a run. Same `this`, arguments, return value, throw or rejection, kind (async,
   * generator), `.length`, `.name` and own properties. `start` sees the call's `this` and arguments. Wrapping a wrapped
   * function gives it back.
   */
  wrap<F extends (...args: never[]) => unknown>(
    fn: F,
    start?: (thisArg: unknown, args: readonly unknown[]) => RunStart | undefined,
  ): F;
  /** A run whose end another callback tells: a forked task, a worker. */
  begin(start?: RunStart): OpenRun;
  /** The schedule, now and whenever its next times run short; `undefined` when it has none any more. */
  declare(schedule: ScheduleSource | undefined): void;
  /** A due run that the library did not start. */
  skip(reason: JobRunSkipReason, scheduledTime?: Date): void;
  /** Slots that the library itself reports as passed. */
  missed(slots: MissedSlots): void;
  pause(): void;
  resume(): void;
  /** The job left its scheduler: its name becomes free for the same place to register again. */
  remove(): void;
}

export interface OpenRun {
  readonly id: string;
  succeed(): void;
  /** `error` as the job threw it. */
  fail(error: unknown): void;
  cancel(reason: string): void;
}
