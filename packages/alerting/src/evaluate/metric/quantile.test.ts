import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { HistogramWindow } from "../../model/series.ts";
import { quantileOf } from "./quantile.ts";
import { shareAbove } from "./share-above.ts";

type Exponential = Extract<HistogramWindow["buckets"], { kind: "exponential" }>;

function explicit(bounds: number[], counts: number[], rest: Partial<HistogramWindow> = {}): HistogramWindow {
  const count = counts.reduce((sum, part) => sum + part, 0);
  return {
    points: 1,
    count,
    sum: 0,
    min: undefined,
    max: undefined,
    ...rest,
    buckets: { kind: "explicit", bounds, counts },
  };
}

function exponential(buckets: Partial<Exponential>, rest: Partial<HistogramWindow> = {}): HistogramWindow {
  const empty = { offset: 0, counts: [] };
  const whole: Exponential = {
    kind: "exponential",
    scale: 0,
    zeroCount: 0,
    zeroThreshold: 0,
    positive: empty,
    negative: empty,
    ...buckets,
  };
  const counts = [...whole.positive.counts, ...whole.negative.counts, whole.zeroCount];
  const count = counts.reduce((sum, part) => sum + part, 0);
  return { points: 1, count, sum: 1, min: undefined, max: undefined, ...rest, buckets: whole };
}

describe("quantiles of explicit buckets, as histogram_quantile gives them", () => {
  // promql/promqltest/testdata/histograms.test of Prometheus: testhistogram, positive and negative.
  const positive = explicit([0.1, 0.2, 1], [50, 20, 40, 10]);
  const negative = explicit([-0.2, -0.1, 0.3], [10, 10, 0, 10]);
  for (const [window, q, expected] of [
    [positive, -1, Number.NEGATIVE_INFINITY],
    [positive, 1.1, Number.POSITIVE_INFINITY],
    [positive, Number.NaN, Number.NaN],
    [positive, 0, 0],
    [positive, 0.2, 0.048],
    [positive, 0.5, 0.15],
    [positive, 0.8, 0.72],
    [positive, 1, 1],
    [negative, 0, -0.2],
    [negative, 0.2, -0.2],
    [negative, 0.5, -0.15],
    [negative, 0.8, 0.3],
    [negative, 1, 0.3],
    [explicit([1], [0, 0]), 0.5, Number.NaN],
    [explicit([], [3]), 0.5, Number.NaN],
  ] as const) {
    const { buckets } = window;
    test(`${buckets.kind === "explicit" ? buckets.counts.join("/") : ""} at ${q} is ${expected}`, () => {
      const found = quantileOf(window, q);
      if (Number.isFinite(expected)) expect(found).toBeCloseTo(expected, 12);
      else expect(found).toBe(expected);
    });
  }

  test("lies within what was measured, where that is known", () => {
    const window = explicit([100, 1000], [0, 10, 0], { min: 420, max: 430 });
    expect(quantileOf(window, 0.01)).toBe(420);
    expect(quantileOf(window, 0.99)).toBe(430);
    expect(quantileOf(explicit([100], [0, 5], { min: 150, max: 160 }), 0.5)).toBe(150);
  });
});

describe("quantiles of exponential buckets", () => {
  test("are log-linear within a bucket", () => {
    // (1, 2], (2, 4], (4, 8], as in Prometheus' native histogram tests.
    const window = exponential({ positive: { offset: 0, counts: [2, 4, 2] } });
    expect(quantileOf(window, 0.5)).toBeCloseTo(2 * Math.SQRT2, 12);
    expect(quantileOf(window, 0.25)).toBeCloseTo(2, 12);
    expect(quantileOf(window, 0.875)).toBeCloseTo(4 * Math.SQRT2, 12);
    expect(quantileOf(window, 1)).toBeCloseTo(8, 12);
    expect(quantileOf(window, 0)).toBeCloseTo(1, 12);
  });

  test("are mirrored for negative values", () => {
    const window = exponential({ negative: { offset: 0, counts: [2, 4, 2] } });
    expect(quantileOf(window, 0.5)).toBeCloseTo(-2 * Math.SQRT2, 12);
    expect(quantileOf(window, 0)).toBeCloseTo(-8, 12);
    expect(quantileOf(window, 1)).toBeCloseTo(-1, 12);
  });

  test("are linear about nought, and of the only sign there is", () => {
    const zero = { zeroCount: 2, zeroThreshold: 0.5 };
    expect(quantileOf(exponential({ ...zero, positive: { offset: 0, counts: [2] } }), 0.25)).toBeCloseTo(0.25, 12);
    expect(quantileOf(exponential({ ...zero, negative: { offset: 0, counts: [2] } }), 0.75)).toBeCloseTo(-0.25, 12);
    expect(quantileOf(exponential(zero), 0.5)).toBeCloseTo(0, 12);
  });

  test("never fall as q grows", () => {
    const side = fc.record({
      offset: fc.integer({ min: -20, max: 20 }),
      counts: fc.array(fc.nat(4), { maxLength: 8 }),
    });
    const buckets = fc.record({
      scale: fc.integer({ min: -1, max: 4 }),
      zeroCount: fc.nat(4),
      zeroThreshold: fc.constant(1e-13),
      positive: side,
      negative: side,
    });
    fc.assert(
      fc.property(buckets, (value) => {
        const window = exponential(value);
        const found = Array.from({ length: 21 }, (_, index) => quantileOf(window, index / 20));
        if (window.count === 0) expect(found.every(Number.isNaN)).toBe(true);
        else {
          for (let index = 1; index < found.length; index += 1) {
            const [before, after] = [found[index - 1]!, found[index]!];
            expect(after).toBeGreaterThanOrEqual(before - Math.abs(before) * 1e-9);
          }
        }
      }),
    );
  });
});

describe("the share above a bound", () => {
  test("is exact at the edges and divides a bucket in between", () => {
    const window = explicit([1, 5, 10], [2, 4, 2, 2]);
    expect(shareAbove(window, 5)).toBeCloseTo(0.4, 12);
    expect(shareAbove(window, 3)).toBeCloseTo(0.6, 12);
    expect(shareAbove(window, 0)).toBe(1);
    expect(shareAbove(window, 10)).toBeCloseTo(0.2, 12);
    expect(shareAbove(window, 11)).toBe(0);
    expect(shareAbove(explicit([1, 5, 10], [2, 4, 2, 2], { min: 0.5, max: 20 }), 15)).toBeCloseTo(0.1, 12);
    expect(shareAbove(explicit([1, 5, 10], [2, 4, 2, 2], { min: 0.5, max: 12 }), 12)).toBe(0);
  });

  test("is the inverse of the quantile", () => {
    const window = exponential({
      scale: 2,
      positive: { offset: -3, counts: [3, 0, 4, 9, 1] },
      zeroCount: 2,
      zeroThreshold: 0.1,
    });
    for (const q of [0.05, 0.2, 0.5, 0.77, 0.95])
      expect(shareAbove(window, quantileOf(window, q))).toBeCloseTo(1 - q, 9);
    const plain = explicit([1, 5, 10], [2, 4, 2, 0]);
    for (const q of [0.1, 0.3, 0.6, 0.9]) expect(shareAbove(plain, quantileOf(plain, q))).toBeCloseTo(1 - q, 9);
  });

  test("of nothing is no number", () => {
    expect(shareAbove(explicit([1], [0, 0]), 1)).toBeNaN();
    expect(shareAbove(exponential({}), 1)).toBeNaN();
  });
});
