import type { AnyValue } from "@jobscope/otlp";
import type { JobId, RunState, ServiceIdentity, Slot, SlotState } from "@jobscope/tracker";

import type { JobScope } from "./scope.ts";

/** Widths of the time buckets that are kept: minutes as long as metric points, hours 90 days, days two years. */
export type RollupResolution = "minute" | "hour" | "day";

/** [fromMs, toMs) in steps; both are multiples of the step, which is a multiple of a minute. At most 1,000 steps. */
export interface StepRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

export type RunSeriesQuery = JobScope & StepRange;

/** Of runs that reported a duration; percentiles are right to 10 %, for they come from a histogram. Milliseconds. */
export interface DurationSummary {
  readonly count: number;
  readonly averageMs: number;
  readonly p50Ms: number;
  readonly p90Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** What is counted of runs: by their end, except `started` and `active`. */
export interface RunFigures {
  readonly byState: Readonly<Partial<Record<RunState, number>>>;
  readonly durations: DurationSummary | undefined;
  /** Over runs that reported how late they started. */
  readonly averageDelayMs: number | undefined;
  /** Runs whose start lies in the bucket. */
  readonly started: number;
}

export interface RunBucket extends RunFigures {
  readonly fromMs: number;
  /**
   * Runs under way at the end of the bucket (for one that is not over: now), by the clocks of those who sent them. Found
   * from those running now and what started and ended since.
   */
  readonly active: number;
}

export interface RunSeries {
  /** One for each step, oldest first, empty ones included. */
  readonly buckets: readonly RunBucket[];
  /** Over the whole range. */
  readonly total: RunFigures;
  /**
   * What the answer was read from. Coarser than the step where the range begins before finer counts are kept: then each
   * of its hours or days stands whole in the step in which it begins.
   */
  readonly resolution: RollupResolution;
}

/** How long the successful runs of a job usually take: over 28 days, as far as they are kept. Milliseconds. */
export interface DurationBaseline extends DurationSummary {
  /** Beginning of the first of these days (UTC) that had one. */
  readonly sinceMs: number;
}

/**
 * Streams of metrics that services export: memory, workers, e-mail, components, items. A scope that names a job leaves out
 * streams of other jobs; those that name no job are of the processes that run it.
 */
export interface TelemetryQuery extends JobScope, StepRange {
  /** Names of metrics. */
  readonly metrics: readonly string[];
}

export interface TelemetryPoint {
  readonly fromMs: number;
  /** Newest value in the step: of a histogram, the mean of what was observed since the point before. */
  readonly last: number;
  readonly min: number;
  readonly max: number;
  /** Of a histogram: of what was observed in the step. */
  readonly average: number;
  /** How much a counter (of a histogram: its count) grew in the step; undefined for gauges. */
  readonly increase: number | undefined;
}

export interface TelemetrySeries {
  readonly metric: string;
  readonly unit: string;
  readonly service: ServiceIdentity;
  readonly instanceId: string;
  readonly attributes: Readonly<Record<string, AnyValue | undefined>>;
  /** Steps in which something was received (of a histogram: observed), oldest first. */
  readonly points: readonly TelemetryPoint[];
}

export interface Telemetry {
  /** By metric, service, instance, attributes; at most 500. */
  readonly series: readonly TelemetrySeries[];
  /** There were more. */
  readonly truncated: boolean;
}

/** A stretch of the calendar, such as a day of some zone. */
export interface CalendarSpan {
  readonly fromMs: number;
  /** Slots whose instant lies in it; a gap counts as the slots in it. */
  readonly slots: Readonly<Partial<Record<SlotState, number>>>;
  /** Of the slots that were met: those met late. */
  readonly late: number;
  /** Runs that started in it, by what became of them. */
  readonly runs: Readonly<Partial<Record<RunState, number>>>;
}

export interface CalendarQuery extends JobScope {
  /**
   * Where spans begin, oldest first, and where the last one ends. Quarters of an hour: every time zone's day begins with one.
   */
  readonly boundaries: readonly number[];
}

/** What is kept by one width of time: whole from an instant on. */
export interface KeptWidth {
  readonly widthMs: number;
  readonly sinceMs: number;
}

/** Finest width first; what lies before the last one's instant is gone. */
export interface KeptTimes {
  readonly runs: readonly KeptWidth[];
  readonly metrics: readonly KeptWidth[];
}

/** Slots from an instant on. */
export interface UpcomingQuery extends JobScope {
  readonly fromMs: number;
  /** 1–1,000 */
  readonly limit: number;
}

export interface MetricQueries {
  /** What retention has left of counts and of points of metrics. Cheap. */
  keptTimes(): KeptTimes;
  runSeries(query: RunSeriesQuery, nowMs: number): RunSeries;
  durationBaseline(jobId: JobId, nowMs: number): DurationBaseline | undefined;
  telemetry(query: TelemetryQuery): Telemetry;
  /** Spans in which something was due or started, oldest first. */
  calendar(query: CalendarQuery): readonly CalendarSpan[];
  /** Slots to come, soonest first. */
  upcoming(query: UpcomingQuery): readonly Slot[];
}
