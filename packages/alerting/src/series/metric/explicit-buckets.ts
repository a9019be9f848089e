import type { HistogramWindow } from "../../model/series.ts";

export type ExplicitBuckets = Extract<HistogramWindow["buckets"], { kind: "explicit" }>;

/** `a + sign × b`. Of different bounds the common ones stay, which is exact for what is left. */
export function combineExplicit(a: ExplicitBuckets, b: ExplicitBuckets, sign: 1 | -1): ExplicitBuckets {
  if (!equalBounds(a.bounds, b.bounds)) {
    const common = new Set(b.bounds);
    const bounds = a.bounds.filter((bound) => common.has(bound));
    return combineExplicit(rebucket(a, bounds), rebucket(b, bounds), sign);
  }
  const counts = a.counts.slice();
  for (let index = 0; index < counts.length; index += 1) {
    counts[index] = (counts[index] ?? 0) + sign * (b.counts[index] ?? 0);
  }
  return { kind: "explicit", bounds: a.bounds, counts };
}

/** What was added from `start` to `end`; a bucket that fell is a miscount of the sender: nothing less than nothing happened. */
export function grownExplicit(end: ExplicitBuckets, start: ExplicitBuckets): ExplicitBuckets {
  if (!equalBounds(end.bounds, start.bounds)) return combineExplicit(end, start, -1);
  const counts = end.counts.slice();
  for (let index = 0; index < counts.length; index += 1) {
    counts[index] = Math.max(0, (counts[index] ?? 0) - (start.counts[index] ?? 0));
  }
  return { kind: "explicit", bounds: end.bounds, counts };
}

/** Adds `b` to counts of the same bounds, in place. */
export function addInPlace(counts: number[], b: ExplicitBuckets): void {
  for (let index = 0; index < counts.length; index += 1) counts[index] = (counts[index] ?? 0) + (b.counts[index] ?? 0);
}

/** Whether a bucket holds less than before: what no running histogram does. */
export function explicitFalls(now: ExplicitBuckets, before: ExplicitBuckets): boolean {
  if (!equalBounds(now.bounds, before.bounds))
    return combineExplicit(now, before, -1).counts.some((count) => count < 0);
  for (let index = 0; index < now.counts.length; index += 1) {
    if ((now.counts[index] ?? 0) < (before.counts[index] ?? 0)) return true;
  }
  return false;
}

export function equalBounds(a: readonly number[], b: readonly number[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

function rebucket({ bounds, counts }: ExplicitBuckets, common: readonly number[]): ExplicitBuckets {
  const merged = Array.from({ length: common.length + 1 }, () => 0);
  let target = 0;
  for (let index = 0; index < counts.length; index += 1) {
    merged[target] = (merged[target] ?? 0) + (counts[index] ?? 0);
    if (target < common.length && bounds[index] === common[target]) target += 1;
  }
  return { kind: "explicit", bounds: common, counts: merged };
}
