import type { Attributes, MetricDescriptor, MetricPoint, Resource } from "@jobscope/otlp";
import type { InstanceKey } from "@jobscope/tracker";

import type { Reduce, StreamSelector } from "./rule.ts";

/** What a window (at − window, at] of a stream holds. */
export interface WindowCount {
  readonly count: number;
  /** Time that the increments cover, milliseconds. One that begins before the window counts whole, and so does its time. */
  readonly coveredMs: number;
  /** Increments of a histogram's sum; 0 for sums. */
  readonly sum: number;
  /** Points within the window: 0 says that nothing was heard, not that nothing happened. */
  readonly points: number;
}

/** A distribution over a window: explicit or exponential buckets, merged exactly. */
export interface HistogramWindow {
  /** Points within the window. */
  readonly points: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly buckets:
    | { readonly kind: "explicit"; readonly bounds: readonly number[]; readonly counts: readonly number[] }
    | {
        readonly kind: "exponential";
        readonly scale: number;
        readonly zeroCount: number;
        readonly zeroThreshold: number;
        readonly positive: { readonly offset: number; readonly counts: readonly number[] };
        readonly negative: { readonly offset: number; readonly counts: readonly number[] };
      };
}

/**
 * One metric stream. Questions are asked at instants that do not go back, and are O(1) amortised; going back is allowed and
 * costs a scan.
 */
export interface Stream {
  /** Equal for the same stream, whatever the order of attributes; typed values differ (1 is not "1"). */
  readonly key: string;
  readonly metric: MetricDescriptor;
  readonly resource: Resource;
  readonly attributes: Attributes;
  /** Event time of the newest point, milliseconds. */
  readonly newestMs: number;
  /** When the newest point was received, by the receiver's clock. */
  readonly heardMs: number;
  /** Ended by a point without a recorded value: it has no current value until the next point. */
  readonly ended: boolean;
  /** Whoever sent it is known to have ended: nothing more will come. */
  readonly isOrphaned: boolean;
  /** Distance of the last two points, milliseconds; 0 with fewer. */
  readonly intervalMs: number;
  /** Value of a gauge or a sum as sent; undefined where the newest point at `atMs` is older than `lookbackMs`, or ended. */
  valueAt(atMs: number, lookbackMs: number): number | undefined;
  /** A gauge over a window; undefined without a point in it. */
  reduceOver(reduce: Reduce, atMs: number, windowMs: number): number | undefined;
  /** Increments of a monotonic sum, or of a histogram's count; undefined where the stream never counted anything by then. */
  countIn(atMs: number, windowMs: number): WindowCount | undefined;
  /** Prometheus' extrapolated `increase`; undefined with fewer than two points in the window. */
  extrapolatedIncrease(atMs: number, windowMs: number): number | undefined;
  histogramIn(atMs: number, windowMs: number): HistogramWindow | undefined;
}

/** Streams that match a selector; follows the store as streams come and go. */
export interface Selection {
  readonly streams: ReadonlySet<Stream>;
  /** Another number whenever {@link streams} has changed. */
  readonly version: number;
  /** Streams that got a point since the last call. They are noted from the first call on. */
  takeTouched(): ReadonlySet<Stream>;
}

/** What the store tells about itself. */
export interface SeriesStats {
  readonly streams: number;
  readonly points: number;
  /** Points beyond a limit, of streams or of points: not kept, or an older one given up for them, so no rule sees them. */
  readonly overflowed: number;
  readonly duplicates: number;
  readonly overlaps: number;
  readonly resets: number;
  readonly tooOld: number;
  readonly tooNew: number;
  readonly invalid: number;
}

export interface SeriesLimits {
  /** 200,000 by default. */
  readonly streams?: number;
  /** How late a point may come, 5 min by default. */
  readonly outOfOrderMs?: number;
  /** How far ahead of the receiver's clock a point may be, 10 min by default. */
  readonly futureMs?: number;
  /** A stream without a point for this long is forgotten, 1 h by default; never before its longest window has passed. */
  readonly idleMs?: number;
  /** Points of all streams together, 5 million by default. At the limit a stream gives up its oldest point for a new one. */
  readonly points?: number;
  /** Points of one stream, 8,192 by default. */
  readonly pointsPerStream?: number;
  /**
   * Since when the points of every process have been watched: what a counter held before that is a baseline and no increment.
   * By default the time at which the first point was received.
   */
  readonly watchedSinceMs?: number;
}

/** Keeps the streams that a rule selects, and nothing else. */
export interface SeriesStore {
  /**
   * Streams for a rule, and how far back it looks. Call it for all rules before the first point. `keepMs`: how long a silent
   * stream is remembered at least, where that is longer than its points are needed.
   */
  select(selector: StreamSelector, horizonMs: number, keepMs?: number): Selection;
  /** Streams that got a point they did not have. */
  accept(points: readonly MetricPoint[], receivedMs: number): readonly Stream[];
  /** Says that processes have ended, or that they live after all: {@link Stream.isOrphaned}. */
  setEnded(instances: ReadonlySet<InstanceKey>, ended: boolean): void;
  /** Newest event time of anything that the resource of `stream` sent. */
  resourceNewestMs(stream: Stream): number;
  /** Forgets idle streams. */
  expire(nowMs: number): void;
  readonly stats: SeriesStats;
}
