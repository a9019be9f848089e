import type { MetricPoint } from "@jobscope/otlp";

import type { Buckets } from "./buckets.ts";

/** Undefined where the point has no distribution, or one that cannot be: its count is used all the same. */
export function bucketsOf(point: MetricPoint): Buckets | undefined {
  switch (point.kind) {
    case "histogram":
      return explicitOf(point.bounds, point.bucketCounts, point.count);
    case "exponential_histogram": {
      const { scale, zeroCount, zeroThreshold, positive, negative } = point;
      return { kind: "exponential", scale, zeroCount, zeroThreshold, positive, negative };
    }
    case "gauge":
    case "sum":
    case "summary":
      return undefined;
  }
}

function explicitOf(bounds: readonly number[], counts: readonly number[], count: number): Buckets | undefined {
  if (counts.length === 0) return { kind: "explicit", bounds: [], counts: [count] };
  return counts.length === bounds.length + 1 ? { kind: "explicit", bounds, counts } : undefined;
}
