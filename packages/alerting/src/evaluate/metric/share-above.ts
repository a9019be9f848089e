import type { HistogramWindow } from "../../model/series.ts";
import { slicesOf } from "./exponential-slices.ts";

type Explicit = Extract<HistogramWindow["buckets"], { kind: "explicit" }>;

/** Share of the measurements above `bound`; what is in the bucket of the bound is divided as the quantile would. */
export function shareAbove({ buckets, min, max }: HistogramWindow, bound: number): number {
  if (max !== undefined && bound >= max) return 0;
  if (min !== undefined && bound < min) return 1;
  return buckets.kind === "explicit" ? explicitShare(buckets, bound, max) : exponentialShare(buckets, bound);
}

function explicitShare({ bounds, counts }: Explicit, bound: number, max: number | undefined): number {
  let total = 0;
  let above = 0;
  for (let index = 0; index < counts.length; index += 1) {
    const count = counts[index] ?? 0;
    if (count === 0) continue;
    total += count;
    above += count * explicitPart({ lower: lowerEdge(bounds, index), upper: bounds[index] ?? max }, bound);
  }
  return above / total;
}

function lowerEdge(bounds: readonly number[], index: number): number {
  if (index > 0) return bounds[index - 1] ?? Number.NaN;
  return (bounds[0] ?? Number.NaN) > 0 ? 0 : Number.NEGATIVE_INFINITY;
}

/** Part of a bucket that lies above the bound. The last one ends at the maximum; without one it all lies at its lower edge. */
function explicitPart(
  { lower, upper }: { readonly lower: number; readonly upper: number | undefined },
  bound: number,
): number {
  if (bound <= lower) return 1;
  if (upper === undefined || bound >= upper) return 0;
  return lower === Number.NEGATIVE_INFINITY ? 1 : (upper - bound) / (upper - lower);
}

function exponentialShare(buckets: Parameters<typeof slicesOf>[0], bound: number): number {
  let total = 0;
  let above = 0;
  for (const { lower, upper, count, isZero } of slicesOf(buckets)) {
    total += count;
    above += count * slicePart({ lower, upper, isZero }, bound);
  }
  return above / total;
}

function slicePart(
  { lower, upper, isZero }: { readonly lower: number; readonly upper: number; readonly isZero: boolean },
  bound: number,
): number {
  if (bound <= lower) return 1;
  if (bound >= upper) return 0;
  if (isZero) return (upper - bound) / (upper - lower);
  const whole = Math.log2(Math.abs(upper)) - Math.log2(Math.abs(lower));
  return (Math.log2(Math.abs(upper)) - Math.log2(Math.abs(bound))) / whole;
}
