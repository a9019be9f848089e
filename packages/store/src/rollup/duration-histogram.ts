import { DAY_MS } from "./time-buckets.ts";

/**
 * Durations as counts in buckets on a logarithmic scale, eight to an octave: a value read back is right to 4.5 %, and
 * adding counts merges histograms. Bucket 0 is "less than a millisecond", bucket n holds [2^((n-1)/8), 2^(n/8)) ms,
 * the last one everything from 30 days on.
 */
const BUCKETS_PER_OCTAVE = 8;
const LONGEST_MS = 30 * DAY_MS;
const LAST_BUCKET = Math.floor(Math.log2(LONGEST_MS) * BUCKETS_PER_OCTAVE) + 1;
export const DURATION_BUCKETS: number = LAST_BUCKET + 1;

/** Runs in each bucket: {@link DURATION_BUCKETS} numbers. */
export type DurationCounts = Float64Array;

export const emptyDurations = (): DurationCounts => new Float64Array(DURATION_BUCKETS);

/** Anything that is no duration counts as 0. */
export function durationBucket(durationMs: number): number {
  if (!(durationMs >= 1)) return 0;
  return Math.min(LAST_BUCKET, Math.floor(Math.log2(durationMs) * BUCKETS_PER_OCTAVE) + 1);
}

/** What stands for every value of the bucket: the middle of it (on the scale, except below a millisecond), in milliseconds. */
export function durationOfBucket(bucket: number): number {
  return bucket === 0 ? 0.5 : 2 ** ((bucket - 0.5) / BUCKETS_PER_OCTAVE);
}

/**
 * Values below which the given shares (0 to 1, ascending) of the counted durations lie: of n durations the ceil(n·share)-th
 * one, in milliseconds. `undefined` where nothing was counted.
 */
export function durationPercentiles<const S extends readonly number[]>(
  counts: DurationCounts,
  shares: S,
): { readonly [I in keyof S]: number } | undefined;
export function durationPercentiles(counts: DurationCounts, shares: readonly number[]): readonly number[] | undefined {
  const total = counts.reduce((sum, count) => sum + Math.max(0, count), 0);
  if (total === 0) return undefined;
  let bucket = 0;
  let passed = Math.max(0, counts[0] ?? 0);
  return shares.map((share) => {
    const rank = Math.min(total, Math.max(1, Math.ceil(total * share)));
    while (passed < rank && bucket < LAST_BUCKET) {
      bucket += 1;
      passed += Math.max(0, counts[bucket] ?? 0);
    }
    return durationOfBucket(bucket);
  });
}
