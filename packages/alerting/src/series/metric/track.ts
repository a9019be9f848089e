import type { MetricPoint } from "@jobscope/otlp";

import type { Reduce } from "../../model/rule.ts";
import type { HistogramWindow, WindowCount } from "../../model/series.ts";

/** The points of one stream, and what its kind of metric can say of them. */
export interface Track {
  /** Points kept. */
  readonly length: number;
  /** Times of the newest two points; 0 where there are fewer. */
  readonly lastGapMs: number;
  /** False: it is not kept; why is counted. */
  add(point: MetricPoint): boolean;
  /** Drops what no window reaches; gives the number of points that only `maxRows` drops. */
  trim(keepFromMs: number, maxRows: number): number;
  /** The newest value within (at − lookback, at], and its time. */
  valueAt(atMs: number, lookbackMs: number): { readonly value: number; readonly timeMs: number } | undefined;
  reduceOver(reduce: Reduce, atMs: number, windowMs: number): number | undefined;
  countIn(atMs: number, windowMs: number): WindowCount | undefined;
  extrapolatedIncrease(atMs: number, windowMs: number): number | undefined;
  histogramIn(atMs: number, windowMs: number): HistogramWindow | undefined;
}
