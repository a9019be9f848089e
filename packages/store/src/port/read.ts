import type {
  Declaration,
  Instance,
  Job,
  JobHealth,
  JobId,
  Run,
  RunKey,
  RunState,
  Slot,
  SlotState,
} from "@jobscope/tracker";

import type { AccessQueries } from "./access.ts";
import type { AlertQueries } from "./alerting.ts";
import type { ErrorQueries } from "./errors.ts";
import type { LogQueries, StoredLog, StoredSpan } from "./logs.ts";
import type { MetricQueries } from "./metrics.ts";
import type { Page, PageRequest } from "./page.ts";
import type { JobScope } from "./scope.ts";

export interface JobQuery extends PageRequest {
  readonly environment?: string;
  readonly namespace?: string;
  readonly service?: string;
  /** Exact job name. */
  readonly job?: string;
  readonly health?: readonly JobHealth[];
  /** Last runs to return with each job, 0–100. */
  readonly runsPerJob: number;
}

export interface JobWithRuns {
  readonly job: Job;
  /** Newest first. */
  readonly runs: readonly Run[];
}

export interface JobDetail extends JobWithRuns {
  readonly declarations: readonly Declaration[];
  readonly instances: readonly Instance[];
  /** Runs of the job that ended within two years, those included that retention has deleted since, and those running. */
  readonly totals: RunTotals;
}

export interface RunQuery extends PageRequest, JobScope {
  readonly states?: readonly RunState[];
  readonly errorType?: string;
  /**
   * Start of the run in [fromMs, toMs). Where no start is known: its end, else its slot, else when it was first heard of;
   * lists sort by the same, newest first.
   */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface RunDetail {
  readonly run: Run;
  readonly job: Job | undefined;
  readonly slot: Slot | undefined;
  /** The other attempts of the same piece of work, first one first, at most 100. */
  readonly attempts: readonly Run[];
  /** Job events and logs of the run, oldest first, at most 1,000 of each. */
  readonly logs: readonly StoredLog[];
  /** Spans of the run's trace, oldest first, at most 1,000. */
  readonly spans: readonly StoredSpan[];
  readonly logsTruncated: boolean;
  readonly spansTruncated: boolean;
}

export interface SlotQuery extends PageRequest, JobScope {
  readonly states?: readonly SlotState[];
  /** Instant of the slot in [fromMs, toMs). */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** The first page starts before this instant; those after it go on where the one before them ended, whatever it says. */
  readonly startBeforeMs?: number;
}

export interface RunTotals {
  readonly total: number;
  readonly byState: Readonly<Partial<Record<RunState, number>>>;
  /** Milliseconds over runs that reported a duration; undefined when none did. */
  readonly averageDurationMs: number | undefined;
}

export interface StatusSummary {
  readonly jobs: number;
  readonly byHealth: Readonly<Partial<Record<JobHealth, number>>>;
  readonly running: number;
  readonly services: number;
  readonly liveInstances: number;
  /** Runs that ended within the last 24 hours. */
  readonly last24h: RunTotals;
  /** Slots decided within the last 24 hours; a gap counts as the slots in it. */
  readonly slots24h: Readonly<Partial<Record<SlotState, number>>>;
  /** Sequence number of the newest committed change. */
  readonly sequence: number;
}

export interface StoreHealth {
  readonly bytes: number;
  readonly maxBytes: number | undefined;
  readonly rows: Readonly<Record<string, number>>;
  readonly oldestRunMs: number | undefined;
  /** Those heard of last, newest first, at most 1,000. */
  readonly instances: readonly Instance[];
  readonly instancesTotal: number;
}

/** The questions a store answers; one adapter implements them synchronously. */
export interface StoreQueries extends AlertQueries, MetricQueries, ErrorQueries, LogQueries, AccessQueries {
  status(nowMs: number): StatusSummary;
  jobs(query: JobQuery): Page<JobWithRuns>;
  job(id: JobId, runs: number): JobDetail | undefined;
  runs(query: RunQuery): Page<Run>;
  /** By its key, or by the id that its service knows it by: of several services the newest. */
  run(key: RunKey): RunDetail | undefined;
  slots(query: SlotQuery): Page<Slot>;
  health(): StoreHealth;
}

/** A cursor that this store did not give out, or gave out for another query. */
export class InvalidCursorError extends Error {
  override readonly name = "InvalidCursorError";
}
