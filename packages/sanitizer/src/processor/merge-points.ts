import type { HrTime } from "@opentelemetry/api";
import type { DataPoint, ExponentialHistogram, Histogram } from "@opentelemetry/sdk-metrics";

import { mergeExponential } from "./merge-exponential.ts";
import { mergeExtremes } from "./merge-extremes.ts";

export type Point = DataPoint<number> | DataPoint<Histogram> | DataPoint<ExponentialHistogram>;

/** How two points of one stream become one. */
export type Merge = (a: Point, b: Point) => Point;

export const addSums: Merge = (a, b) => ({ ...span(a, b), value: Number(a.value) + Number(b.value) });

/** The newest value is the one that a gauge has; of two from one moment the later in the list. */
export const keepNewest: Merge = (a, b) => (isBefore(b.endTime, a.endTime) ? a : b);

export const addHistograms: Merge = (a, b) => ({ ...span(a, b), value: mergeHistogram(explicit(a), explicit(b)) });

export const addExponential: Merge = (a, b) => ({
  ...span(a, b),
  value: mergeExponential(exponential(a), exponential(b)),
});

// The metric that the points belong to says what their values are.
const explicit = ({ value }: Point): Histogram => value as Histogram;
const exponential = ({ value }: Point): ExponentialHistogram => value as ExponentialHistogram;

type Span = Pick<Point, "attributes" | "startTime" | "endTime">;

const span = (a: Point, b: Point): Span => ({
  attributes: a.attributes,
  startTime: isBefore(b.startTime, a.startTime) ? b.startTime : a.startTime,
  endTime: isBefore(a.endTime, b.endTime) ? b.endTime : a.endTime,
});

const isBefore = (a: HrTime, b: HrTime): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);

/** Of one instrument: the boundaries are the same. */
function mergeHistogram(a: Histogram, b: Histogram): Histogram {
  return {
    ...mergeExtremes(a, b),
    count: a.count + b.count,
    buckets: {
      boundaries: a.buckets.boundaries,
      counts: a.buckets.counts.map((count, i) => count + (b.buckets.counts[i] ?? 0)),
    },
  };
}
