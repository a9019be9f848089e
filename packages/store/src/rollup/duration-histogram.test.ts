import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  DURATION_BUCKETS,
  durationBucket,
  durationOfBucket,
  durationPercentiles,
  emptyDurations,
} from "./duration-histogram.ts";
import { addDurations, mergeDurations, packDurations, type PackedDurations } from "./packed-durations.ts";

const DAY = 86_400_000;
const durations = fc.oneof(
  fc.double({ min: 0, max: 30 * DAY, noNaN: true }),
  fc.double({ min: -3, max: Math.log2(30 * DAY), noNaN: true }).map((octave) => 2 ** octave),
  fc.integer({ min: 0, max: 64 }),
);
const shares = [0.5, 0.9, 0.95, 0.99] as const;

function countsOf(values: readonly number[]): Float64Array {
  const counts = emptyDurations();
  for (const value of values) counts[durationBucket(value)] = (counts[durationBucket(value)] ?? 0) + 1;
  return counts;
}

const packedOf = (values: readonly number[]): PackedDurations => packDurations(countsOf(values).entries());

function unpacked(packed: PackedDurations): number[] {
  const counts = emptyDurations();
  addDurations(counts, packed);
  return [...counts];
}

describe("durationBucket", () => {
  it("is one byte, grows with the duration, and stands for a value within 4.5 % of it", () => {
    expect(DURATION_BUCKETS).toBeLessThanOrEqual(256);
    fc.assert(
      fc.property(durations, durations, (a, b) => {
        if (a <= b) expect(durationBucket(a)).toBeLessThanOrEqual(durationBucket(b));
        if (a >= 1) expect(Math.abs(durationOfBucket(durationBucket(a)) / a - 1)).toBeLessThan(0.045);
        else expect(durationBucket(a)).toBe(0);
      }),
    );
  });

  it("takes what is no duration for none, and what is longer than 30 days for 30 days", () => {
    expect([-5, 0, 0.999, Number.NaN].map(durationBucket)).toEqual([0, 0, 0, 0]);
    expect([40 * DAY, 1e300, Infinity].map(durationBucket)).toEqual(
      Array.from({ length: 3 }, () => DURATION_BUCKETS - 1),
    );
  });
});

describe("durationPercentiles", () => {
  it("is right to 10 % (and to a millisecond below that), whatever the durations", () => {
    fc.assert(
      fc.property(fc.array(durations, { minLength: 1, maxLength: 300 }), (values) => {
        const sorted = values.toSorted((a, b) => a - b);
        const found = durationPercentiles(countsOf(values), shares);
        for (const [index, share] of shares.entries()) {
          const exact = sorted[Math.ceil(values.length * share) - 1] ?? Number.NaN;
          expect(Math.abs((found?.[index] ?? Number.NaN) - exact)).toBeLessThanOrEqual(exact * 0.1 + 1);
        }
      }),
    );
  });

  it("stands in the middle of what is less than a millisecond", () => {
    expect(durationPercentiles(countsOf([0.2, 0.3, 20]), [0.5, 0.6, 0.99])?.map(Math.round)).toEqual([1, 1, 20]);
    expect(durationOfBucket(0)).toBe(0.5);
  });

  it("has no answer without durations", () => {
    expect(durationPercentiles(emptyDurations(), shares)).toBeUndefined();
  });
});

describe("packed durations", () => {
  it("merge to the histogram of all", () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 60 }), fc.array(durations, { maxLength: 60 }), (a, b) => {
        expect(mergeDurations(packedOf(a), packedOf(b))).toEqual(packedOf([...a, ...b]));
      }),
    );
  });

  it("take away exactly what they added", () => {
    fc.assert(
      fc.property(fc.array(durations, { maxLength: 60 }), fc.array(durations, { maxLength: 60 }), (a, b) => {
        const taken = packDurations([...countsOf(b).entries()].map(([bucket, count]) => [bucket, -count]));
        expect(mergeDurations(packedOf([...a, ...b]), taken)).toEqual(packedOf(a));
        expect(mergeDurations(packedOf(b), taken)).toHaveLength(0);
      }),
    );
  });

  it("keep every count up to 2^52", () => {
    const counts = fc.array(fc.tuple(fc.nat(DURATION_BUCKETS - 1), fc.integer({ min: -(2 ** 52), max: 2 ** 52 })));
    fc.assert(
      fc.property(counts, (entries) => {
        const byBucket = new Map(entries.toSorted(([a], [b]) => a - b));
        const expected = Array.from({ length: DURATION_BUCKETS }, (_, bucket) => byBucket.get(bucket) ?? 0);
        expect(unpacked(packDurations(byBucket))).toEqual(expected.map((count) => count + 0));
      }),
    );
  });

  it("take two bytes for a single run", () => {
    expect(packedOf([1_234])).toHaveLength(2);
  });
});
