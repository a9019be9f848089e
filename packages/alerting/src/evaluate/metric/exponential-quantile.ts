import { type Exponential, type Slice, slicesOf } from "./exponential-slices.ts";

/** Prometheus' `HistogramQuantile` for native histograms, with the zero threshold that OTLP tells. */
export function exponentialQuantile(
  buckets: Exponential,
  { q, count, sum }: { readonly q: number; readonly count: number; readonly sum: number },
): number {
  if (count === 0) return Number.NaN;
  const slices = slicesOf(buckets);
  const fromLow = Number.isNaN(sum) || q < 0.5;
  const found = fromLow ? walk(slices, q * count) : walk(slices.toReversed(), (1 - q) * count);
  if (found === undefined) return Number.NaN;
  const { slice, reached, rank } = found;
  const below = fromLow ? rank - (reached - slice.count) : reached - rank;
  return interpolate(slice, below / slice.count);
}

/** The slice in which the rank falls; the last one if the counts do not add up. */
function walk(
  slices: readonly Slice[],
  rank: number,
): { readonly slice: Slice; readonly reached: number; readonly rank: number } | undefined {
  let reached = 0;
  let last: Slice | undefined;
  for (const slice of slices) {
    reached += slice.count;
    last = slice;
    if (reached >= rank) return { slice, reached, rank };
  }
  return last && { slice: last, reached, rank: Math.min(rank, reached) };
}

/** Log-linear between the edges, linear about nought. */
function interpolate({ lower, upper, isZero }: Slice, fraction: number): number {
  if (isZero) return lower + (upper - lower) * fraction;
  const low = Math.log2(Math.abs(lower));
  const high = Math.log2(Math.abs(upper));
  return Math.sign(lower) * 2 ** (low + (high - low) * fraction);
}
