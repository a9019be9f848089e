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
  const observations = observed(counts);
  if (observations === 0) return Number.NaN;
  const rank = q * observations;
  let below = 0;
  for (let bucket = 0; bucket < bounds.length; bucket += 1) {
    const until = cumulated(below, counts[bucket] ?? 0);
    if (until >= rank) return within(bounds, bucket, (rank - below) / (until - below));
    below = until;
  }
  // In the last bucket, which has no end.
  return bounds.at(-1) ?? Number.NaN;
}

function within(bounds: readonly number[], bucket: number, fraction: number): number {
  const end = bounds[bucket] ?? Number.NaN;
  if (bucket === 0) return end <= 0 ? end : end * fraction;
  const start = bounds[bucket - 1] ?? Number.NaN;
  return start + (end - start) * fraction;
}

function observed(counts: readonly number[]): number {
  let sum = 0;
  for (const count of counts) sum = cumulated(sum, count);
  return sum;
}

/** Never falling, and equal where only arithmetic made a difference. */
function cumulated(before: number, count: number): number {
  const sum = before + count;
  const isEqual = Math.abs(sum - before) / (Math.abs(sum) + Math.abs(before)) < SMALL_DELTA;
  return isEqual || sum < before ? before : sum;
}
