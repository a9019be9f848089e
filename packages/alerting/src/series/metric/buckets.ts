import type { HistogramWindow } from "../../model/series.ts";
import { addInPlace, combineExplicit, equalBounds, explicitFalls, grownExplicit } from "./explicit-buckets.ts";
import { combineExponential, exponentialFalls } from "./exponential-buckets.ts";

export type Buckets = HistogramWindow["buckets"];

/** Both of one kind: those of another are left out. */
export function addBuckets(a: Buckets, b: Buckets): Buckets {
  return combine(a, b, 1);
}

export function subtractBuckets(a: Buckets, b: Buckets): Buckets {
  return combine(a, b, -1);
}

/** What was added from one to the other, nothing below nought. */
export function grownBuckets(end: Buckets, start: Buckets): Buckets {
  if (end.kind === "explicit" && start.kind === "explicit") return clampBuckets(grownExplicit(end, start));
  return clampBuckets(combine(end, start, -1));
}

/** All of them together: at once where they have the same bounds, as those of one stream do. */
export function sumBuckets(all: readonly Buckets[]): Buckets | undefined {
  const [first, ...rest] = all;
  if (first === undefined || rest.length === 0) return first;
  if (first.kind !== "explicit") return rest.reduce(addBuckets, first);
  const counts = [...first.counts];
  let sum: Extract<Buckets, { kind: "explicit" }> = { kind: "explicit", bounds: first.bounds, counts };
  for (const next of rest) {
    if (next.kind === "explicit" && sum.counts === counts && equalBounds(next.bounds, first.bounds))
      addInPlace(counts, next);
    else sum = combineExplicitWith(sum, next);
  }
  return sum;
}

function combineExplicitWith(
  sum: Extract<Buckets, { kind: "explicit" }>,
  next: Buckets,
): Extract<Buckets, { kind: "explicit" }> {
  return next.kind === "explicit" ? combineExplicit(sum, next, 1) : sum;
}

function combine(a: Buckets, b: Buckets, sign: 1 | -1): Buckets {
  if (a.kind === "explicit") return b.kind === "explicit" ? combineExplicit(a, b, sign) : a;
  return b.kind === "exponential" ? combineExponential(a, b, sign) : a;
}

export function anyFalls(now: Buckets, before: Buckets): boolean {
  if (now.kind === "explicit") return before.kind === "explicit" && explicitFalls(now, before);
  return before.kind === "exponential" && exponentialFalls(now, before);
}

/** Whether nothing is lost by adding them up: explicit buckets of the same bounds. */
export function isAdditive(a: Buckets, b: Buckets): boolean {
  return a.kind === "explicit" && b.kind === "explicit" && equalBounds(a.bounds, b.bounds);
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
  if (buckets.kind === "explicit") {
    const counts = clamp(buckets.counts);
    return counts === buckets.counts ? buckets : { ...buckets, counts };
  }
  return {
    ...buckets,
    zeroCount: Math.max(0, buckets.zeroCount),
    positive: { offset: buckets.positive.offset, counts: clamp(buckets.positive.counts) },
    negative: { offset: buckets.negative.offset, counts: clamp(buckets.negative.counts) },
  };
}

function clamp(counts: readonly number[]): readonly number[] {
  for (const count of counts) if (count < 0) return counts.map((each) => Math.max(0, each));
  return counts;
}
