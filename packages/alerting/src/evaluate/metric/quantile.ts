import type { HistogramWindow } from "../../model/series.ts";
import { exponentialQuantile } from "./exponential-quantile.ts";

type Explicit = Extract<HistogramWindow["buckets"], { kind: "explicit" }>;

/** Below this relative difference Prometheus takes cumulative counts for equal. */
const SMALL_DELTA = 1e-12;

/**
 * Prometheus' `histogram_quantile`, and then within the extremes that were measured: OTLP tells them, and no quantile lies
 * beyond. NaN without measurements.
 */
export function quantileOf({ buckets, count, sum, min, max }: HistogramWindow, q: number): number {
  if (Number.isNaN(q)) return Number.NaN;
  if (q < 0) return Number.NEGATIVE_INFINITY;
  if (q > 1) return Number.POSITIVE_INFINITY;
  const value =
    buckets.kind === "explicit" ? explicitQuantile(buckets, q) : exponentialQuantile(buckets, { q, count, sum });
  if (Number.isNaN(value)) return value;
  return Math.min(Math.max(value, min ?? value), max ?? Number.POSITIVE_INFINITY);
}

function explicitQuantile({ bounds, counts }: Explicit, q: number): number {
  if (bounds.length === 0) return Number.NaN;
  const cumulative = cumulated(counts);
  const observations = cumulative.at(-1) ?? 0;
  if (observations === 0) return Number.NaN;
  const rank = q * observations;
  const found = cumulative.findIndex((count) => count >= rank);
  const bucket = found < 0 ? bounds.length : found;
  if (bucket >= bounds.length) return bounds.at(-1) ?? Number.NaN;
  return within({ bounds, cumulative, bucket, rank });
}

function within(at: {
  readonly bounds: readonly number[];
  readonly cumulative: readonly number[];
  readonly bucket: number;
  readonly rank: number;
}): number {
  const { bounds, cumulative, bucket, rank } = at;
  const end = bounds[bucket] ?? Number.NaN;
  if (bucket === 0 && end <= 0) return end;
  const start = bucket === 0 ? 0 : (bounds[bucket - 1] ?? Number.NaN);
  const below = bucket === 0 ? 0 : (cumulative[bucket - 1] ?? 0);
  const inside = (cumulative[bucket] ?? 0) - below;
  return start + (end - start) * ((rank - below) / inside);
}

/** Never falling, and equal where only arithmetic made a difference. */
function cumulated(counts: readonly number[]): readonly number[] {
  let previous = 0;
  let sum = 0;
  return counts.map((count) => {
    sum += count;
    const isEqual = Math.abs(sum - previous) / (Math.abs(sum) + Math.abs(previous)) < SMALL_DELTA;
    if (!isEqual && sum > previous) previous = sum;
    return previous;
  });
}
