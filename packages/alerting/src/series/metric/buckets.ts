import type { HistogramWindow } from "../../model/series.ts";
import { combineExplicit, equalBounds, explicitFalls } from "./explicit-buckets.ts";
import { combineExponential, exponentialFalls } from "./exponential-buckets.ts";

export type Buckets = HistogramWindow["buckets"];

/** Both of one kind: those of another are left out. */
export function addBuckets(a: Buckets, b: Buckets): Buckets {
  return combine(a, b, 1);
}

export function subtractBuckets(a: Buckets, b: Buckets): Buckets {
  return combine(a, b, -1);
}

function combine(a: Buckets, b: Buckets, sign: 1 | -1): Buckets {
  if (a.kind === "explicit") return b.kind === "explicit" ? combineExplicit(a, b, sign) : a;
  return b.kind === "exponential" ? combineExponential(a, b, sign) : a;
}

export function anyFalls(now: Buckets, before: Buckets): boolean {
  if (now.kind === "explicit") return before.kind === "explicit" && explicitFalls(now, before);
  return before.kind === "exponential" && exponentialFalls(now, before);
}

/** A stream repeats its bounds with every point: kept once. */
export function sharedLayout(buckets: Buckets, known: Buckets | undefined): Buckets {
  if (buckets.kind !== "explicit" || known?.kind !== "explicit" || !equalBounds(buckets.bounds, known.bounds)) {
    return buckets;
  }
  return { kind: "explicit", bounds: known.bounds, counts: buckets.counts };
}

export function zeroLike(buckets: Buckets): Buckets {
  if (buckets.kind === "explicit") return { ...buckets, counts: buckets.counts.map(() => 0) };
  const empty = { offset: 0, counts: [] };
  return { ...buckets, zeroCount: 0, positive: empty, negative: empty };
}

/** A count below nought is a miscount of the sender: nothing less than nothing happened. */
export function clampBuckets(buckets: Buckets): Buckets {
  if (buckets.kind === "explicit") return { ...buckets, counts: clamp(buckets.counts) };
  return {
    ...buckets,
    zeroCount: Math.max(0, buckets.zeroCount),
    positive: { offset: buckets.positive.offset, counts: clamp(buckets.positive.counts) },
    negative: { offset: buckets.negative.offset, counts: clamp(buckets.negative.counts) },
  };
}

function clamp(counts: readonly number[]): readonly number[] {
  return counts.some((count) => count < 0) ? counts.map((count) => Math.max(0, count)) : counts;
}
