import type { LogRecord, SpanRecord } from "@jobscope/otlp";

import type { Change } from "./change.ts";
import type { InstanceKey, JobId, RunKey } from "./identity.ts";
import type { JobEvent, ProcessIdentity, RunSpan } from "./job-event.ts";
import type { Declaration, Instance, Job } from "./job.ts";
import type { Run } from "./run.ts";
import type { Slot } from "./slot.ts";

/** Both clocks of the monitor, read once per batch. */
export interface TrackerClock {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Never set back, stands still while the host sleeps or not; milliseconds from an arbitrary origin. */
  monotonicMs(): number;
}

/** Closed aggregates that left memory are read back through this. Synchronous, as everything in the core worker. */
export interface TrackerArchive {
  findRun(key: RunKey): Run | undefined;
  /** Slots of a job whose instant lies within [fromMs, toMs]. */
  findSlots(jobId: JobId, fromMs: number, toMs: number): readonly Slot[];
}

/** Whatever the tracker must know after a restart. */
export interface TrackerSnapshot {
  readonly jobs: readonly Job[];
  readonly declarations: readonly Declaration[];
  readonly instances: readonly Instance[];
  /** Running runs, and lost ones that are still provisional. */
  readonly openRuns: readonly Run[];
  /** Expected, unknown and provisional slots. */
  readonly openSlots: readonly Slot[];
}

/** Bounds of what stays in memory beside open runs and slots; older ones are read back through the archive. */
export interface TrackerLimits {
  /** Closed runs, 10,000 by default. */
  readonly closedRuns?: number;
  /** Closed slots of each job, 16 by default; up to twice as many, and at least 2 of each instance that owes its own. */
  readonly closedSlotsPerJob?: number;
  /** Jobs, 100,000 by default: events of a job beyond them are refused. What was stored before stays watched. */
  readonly jobs?: number;
  /** Processes that live, or ended within a day, 100,000 by default: what comes from one beyond them is refused. */
  readonly instances?: number;
}

/** Events that were not taken, for a bound of {@link TrackerLimits} was reached. */
export interface TrackerRefusal {
  readonly count: number;
  /** Why the first of them was not; `""` when there is none. */
  readonly reason: string;
}

export interface TrackerOptions {
  readonly clock: TrackerClock;
  readonly archive: TrackerArchive;
  readonly snapshot?: TrackerSnapshot;
  readonly limits?: TrackerLimits;
  /**
   * Whether a process is alive, where the monitor shares its host: `undefined` when it cannot tell (another host,
   * boot or PID namespace). Asked before a lease lapses.
   */
  readonly isProcessAlive?: (process: ProcessIdentity) => boolean | undefined;
}

/** What enters the tracker, in order of receipt. */
export type TrackerInput =
  | JobEvent
  | RunSpan
  /** Any other record of an instance: it proves that the instance lives. */
  | {
      readonly kind: "sign_of_life";
      readonly record: Pick<LogRecord | SpanRecord, "resource">;
      readonly timeMs: number;
    };

export interface Tracker {
  /** Takes what one instance reported; returns what follows from it, in order. Repeats and any order have no effect on the end. */
  accept(inputs: readonly TrackerInput[]): readonly Change[];
  /** Events of the last {@link accept} that were not taken. */
  refused(): TrackerRefusal;
  /** Judges deadlines that have passed; call it when {@link nextDeadline} has come, and after each batch. */
  tick(): readonly Change[];
  /** Milliseconds until the next deadline that the clock alone can bring about; undefined when there is none. */
  nextDeadline(): number | undefined;
  /** The monitor could not receive for a while (down, suspended, blocked, answering 503): every lease starts anew. */
  receivingResumed(): void;
  /** An admin takes a job out of watch. */
  retire(jobId: JobId, reason: string): readonly Change[];
  /** The instance, if it is known; for health pages and tests. */
  instance(key: InstanceKey): Instance | undefined;
}
