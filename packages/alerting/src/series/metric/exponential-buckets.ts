import type { HistogramWindow } from "../../model/series.ts";

export type ExponentialBuckets = Extract<HistogramWindow["buckets"], { kind: "exponential" }>;

interface Side {
  readonly offset: number;
  readonly counts: readonly number[];
}

/** SDKs keep no more either: what spreads wider is downscaled. */
const MAX_BUCKETS = 160;
/** Indexes have 32 bits: further halvings change nothing. */
const MAX_HALVINGS = 64;
const EMPTY: Side = { offset: 0, counts: [] };

/** `a + sign × b`, at the finer scale that both have and that is wide enough. */
export function combineExponential(a: ExponentialBuckets, b: ExponentialBuckets, sign: 1 | -1): ExponentialBuckets {
  const scale = Math.min(
    Math.min(a.scale, b.scale) - halvings(at(a.positive, a, b), at(b.positive, b, a)),
    Math.min(a.scale, b.scale) - halvings(at(a.negative, a, b), at(b.negative, b, a)),
  );
  const left = rescaled(a, scale);
  const right = rescaled(b, scale);
  const threshold = commonThreshold(left, right);
  const x = raised(left, threshold);
  const y = raised(right, threshold);
  return {
    kind: "exponential",
    scale,
    zeroThreshold: threshold,
    zeroCount: x.zeroCount + sign * y.zeroCount,
    positive: combineSides(x.positive, y.positive, sign),
    negative: combineSides(x.negative, y.negative, sign),
  };
}

/** Whether it cannot be a continuation: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram */
export function exponentialFalls(now: ExponentialBuckets, before: ExponentialBuckets): boolean {
  if (now.scale > before.scale || now.zeroThreshold < before.zeroThreshold) return true;
  const { zeroCount, positive, negative } = combineExponential(now, before, -1);
  return zeroCount < 0 || positive.counts.some((count) => count < 0) || negative.counts.some((count) => count < 0);
}

/** Upper edge of a bucket; `Infinity` where it is beyond the doubles. */
export function upperEdge(index: number, scale: number): number {
  return 2 ** ((index + 1) * 2 ** -scale);
}

function at(side: Side, own: ExponentialBuckets, other: ExponentialBuckets): Side {
  return downscale(side, own.scale - Math.min(own.scale, other.scale));
}

/** How often the scale must be halved for both to fit. */
function halvings(a: Side, b: Side): number {
  if (a.counts.length === 0 || b.counts.length === 0) return 0;
  const limit = Math.max(MAX_BUCKETS, a.counts.length, b.counts.length);
  let low = Math.min(a.offset, b.offset);
  let high = Math.max(lastIndex(a), lastIndex(b));
  let times = 0;
  for (; high - low >= limit; times += 1) {
    low = Math.floor(low / 2);
    high = Math.floor(high / 2);
  }
  return times;
}

function lastIndex({ offset, counts }: Side): number {
  return offset + counts.length - 1;
}

function rescaled(buckets: ExponentialBuckets, scale: number): ExponentialBuckets {
  const by = buckets.scale - scale;
  if (by === 0) return buckets;
  return { ...buckets, scale, positive: downscale(buckets.positive, by), negative: downscale(buckets.negative, by) };
}

function downscale(side: Side, by: number): Side {
  if (by <= 0 || side.counts.length === 0) return side;
  const width = 2 ** Math.min(by, MAX_HALVINGS);
  const offset = Math.floor(side.offset / width);
  const counts = zeros(Math.floor(lastIndex(side) / width) - offset + 1);
  for (let index = 0; index < side.counts.length; index += 1) {
    const target = Math.floor((side.offset + index) / width) - offset;
    counts[target] = (counts[target] ?? 0) + (side.counts[index] ?? 0);
  }
  return { offset, counts };
}

/** The larger threshold; raised to the edge of the bucket that it would cut through. */
function commonThreshold(a: ExponentialBuckets, b: ExponentialBuckets): number {
  const threshold = Math.max(a.zeroThreshold, b.zeroThreshold);
  if (!(threshold > 0) || threshold === Number.POSITIVE_INFINITY) return Math.max(0, threshold) || 0;
  const index = Math.ceil(Math.log2(threshold) * 2 ** a.scale) - 1;
  const cut = [a.positive, a.negative, b.positive, b.negative].some(
    (side) => (side.counts[index - side.offset] ?? 0) > 0,
  );
  return cut ? Math.max(threshold, upperEdge(index, a.scale)) : threshold;
}

/** Takes what lies within the threshold into the zero bucket. */
function raised(buckets: ExponentialBuckets, threshold: number): ExponentialBuckets {
  if (threshold === buckets.zeroThreshold) return buckets;
  const positive = above(buckets.positive, buckets.scale, threshold);
  const negative = above(buckets.negative, buckets.scale, threshold);
  const folded = totalOf(buckets.positive) + totalOf(buckets.negative) - totalOf(positive) - totalOf(negative);
  return { ...buckets, zeroThreshold: threshold, zeroCount: buckets.zeroCount + folded, positive, negative };
}

function above(side: Side, scale: number, threshold: number): Side {
  let skip = 0;
  while (skip < side.counts.length && upperEdge(side.offset + skip, scale) <= threshold) skip += 1;
  return skip === 0 ? side : { offset: side.offset + skip, counts: side.counts.slice(skip) };
}

function totalOf({ counts }: Side): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}

function combineSides(a: Side, b: Side, sign: 1 | -1): Side {
  if (b.counts.length === 0) return a;
  if (a.counts.length === 0 && sign === 1) return b;
  const base = a.counts.length === 0 ? { ...EMPTY, offset: b.offset } : a;
  const offset = Math.min(base.offset, b.offset);
  const counts = zeros(Math.max(lastIndex(base), lastIndex(b)) - offset + 1);
  addInto(counts, { offset: base.offset - offset, counts: base.counts }, 1);
  addInto(counts, { offset: b.offset - offset, counts: b.counts }, sign);
  return { offset, counts };
}

function addInto(counts: number[], { offset, counts: added }: Side, sign: 1 | -1): void {
  for (let index = 0; index < added.length; index += 1) {
    counts[offset + index] = (counts[offset + index] ?? 0) + sign * (added[index] ?? 0);
  }
}

function zeros(length: number): number[] {
  return Array.from({ length }, () => 0);
}
