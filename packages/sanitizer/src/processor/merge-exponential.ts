import type { ExponentialHistogram } from "@opentelemetry/sdk-metrics";

import { mergeExtremes } from "./merge-extremes.ts";

interface Buckets {
  readonly offset: number;
  readonly bucketCounts: readonly number[];
}

/** Buckets of one side at most, as the SDK's own default has it: two values far apart would need millions at a fine scale. */
const MAX_BUCKETS = 160;

/** At the finest scale at which what both hold fits, at most that of the coarser one. */
export function mergeExponential(a: ExponentialHistogram, b: ExponentialHistogram): ExponentialHistogram {
  let scale = Math.min(a.scale, b.scale);
  const width = (side: "positive" | "negative"): number =>
    widthOf(shifted(a[side], a.scale - scale), shifted(b[side], b.scale - scale));
  while (width("positive") > MAX_BUCKETS || width("negative") > MAX_BUCKETS) scale--;
  const both = (side: "positive" | "negative"): { offset: number; bucketCounts: number[] } =>
    addBuckets(coarser(a[side], a.scale - scale), coarser(b[side], b.scale - scale));
  return {
    ...mergeExtremes(a, b),
    count: a.count + b.count,
    zeroCount: a.zeroCount + b.zeroCount,
    scale,
    positive: both("positive"),
    negative: both("negative"),
  };
}

interface Range {
  readonly first: number;
  /** Below `first` where there is no bucket. */
  readonly last: number;
}

function shifted({ offset, bucketCounts }: Buckets, steps: number): Range {
  if (bucketCounts.length === 0) return { first: 0, last: -1 };
  return { first: offset >> steps, last: (offset + bucketCounts.length - 1) >> steps };
}

function widthOf(a: Range, b: Range): number {
  if (a.last < a.first || b.last < b.first) return 0;
  return Math.max(a.last, b.last) - Math.min(a.first, b.first) + 1;
}

/** One step of scale halves the resolution: bucket `i` goes into `i >> 1`. */
function coarser({ offset, bucketCounts }: Buckets, steps: number): Buckets {
  if (steps === 0 || bucketCounts.length === 0) return { offset: offset >> steps, bucketCounts };
  const first = offset >> steps;
  const counts = Array.from({ length: ((offset + bucketCounts.length - 1) >> steps) - first + 1 }, () => 0);
  for (const [i, count] of bucketCounts.entries()) {
    const at = ((offset + i) >> steps) - first;
    counts[at] = (counts[at] ?? 0) + count;
  }
  return { offset: first, bucketCounts: counts };
}

function addBuckets(a: Buckets, b: Buckets): { offset: number; bucketCounts: number[] } {
  if (a.bucketCounts.length === 0) return { offset: b.offset, bucketCounts: [...b.bucketCounts] };
  if (b.bucketCounts.length === 0) return { offset: a.offset, bucketCounts: [...a.bucketCounts] };
  const offset = Math.min(a.offset, b.offset);
  const end = Math.max(a.offset + a.bucketCounts.length, b.offset + b.bucketCounts.length);
  const at = ({ offset: from, bucketCounts }: Buckets, i: number): number => bucketCounts[i - from] ?? 0;
  const bucketCounts = Array.from({ length: end - offset }, (_, i) => at(a, offset + i) + at(b, offset + i));
  return { offset, bucketCounts };
}
