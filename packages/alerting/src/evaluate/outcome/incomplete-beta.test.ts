import { describe, expect, test } from "vitest";

import { lnGamma, regularizedBeta } from "./incomplete-beta.ts";

/** Computed with mpmath to 30 digits. */
const ORACLE: readonly (readonly [x: number, a: number, b: number, expected: number])[] = [
  [0.05, 0.5, 9.5, 0.670123199078875],
  [0.05, 1.5, 9.5, 0.198642039668294],
  [0.05, 1.5, 10.5, 0.223456837532009],
  [0.05, 2.5, 9.5, 0.041481653198101],
  [0.05, 2.5, 12.5, 0.0710678794411096],
  [0.05, 1.5, 20.5, 0.453792202066856],
  [0.05, 3.5, 9.5, 0.0069063681746584],
  [0.1, 0.5, 9.5, 0.837450000970273],
  [0.2, 2.5, 10.5, 0.584830320268041],
  [0.001, 1.01, 9.99, 0.00946162619417234],
  [0.5, 5.5, 5.5, 0.5],
  [0.05, 40.5, 900.5, 0.8533069851072],
  [0.01, 0.1, 9.9, 0.823695246804038],
];

function choose(n: number, k: number): number {
  let result = 1;
  for (let index = 1; index <= k; index += 1) result = (result * (n - k + index)) / index;
  return result;
}

/** For whole a and b the incomplete beta function is a sum of binomial probabilities. */
function byBinomial(x: number, a: number, b: number): number {
  const n = a + b - 1;
  let sum = 0;
  for (let k = a; k <= n; k += 1) sum += choose(n, k) * x ** k * (1 - x) ** (n - k);
  return sum;
}

describe("the regularised incomplete beta function", () => {
  test("whole parameters: equals the binomial sum to 12 digits", () => {
    for (const a of [1, 2, 3, 5, 8, 13, 20]) {
      for (const b of [1, 2, 4, 7, 12, 20]) {
        for (const x of [0.001, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999]) {
          expect(Math.abs(regularizedBeta(x, a, b) - byBinomial(x, a, b))).toBeLessThan(1e-12);
        }
      }
    }
  });

  test("half parameters: closed forms", () => {
    for (const x of [0.01, 0.05, 0.3, 0.5, 0.7, 0.99]) {
      // The arcsine distribution.
      expect(regularizedBeta(x, 0.5, 0.5)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(x)), 12);
      // One parameter of one: powers.
      expect(regularizedBeta(x, 0.5, 1)).toBeCloseTo(Math.sqrt(x), 12);
      expect(regularizedBeta(x, 1, 9.5)).toBeCloseTo(1 - (1 - x) ** 9.5, 12);
    }
  });

  test("the prior of a job of which nothing is known, and its posteriors, as mpmath computes them", () => {
    for (const [x, a, b, expected] of ORACLE) expect(regularizedBeta(x, a, b)).toBeCloseTo(expected, 10);
  });

  test("its edges, its symmetry, and that it never falls", () => {
    expect(regularizedBeta(0, 2, 3)).toBe(0);
    expect(regularizedBeta(1, 2, 3)).toBe(1);
    expect(regularizedBeta(-1, 2, 3)).toBe(0);
    for (const [a, b] of [
      [0.5, 9.5],
      [3.5, 10.5],
      [0.01, 9.99],
      [600, 3000],
    ] as const) {
      let before = 0;
      for (let x = 0.005; x < 1; x += 0.005) {
        const value = regularizedBeta(x, a, b);
        expect(value).toBeGreaterThanOrEqual(before - 1e-12);
        expect(value + regularizedBeta(1 - x, b, a)).toBeCloseTo(1, 10);
        before = value;
      }
    }
  });

  test("the logarithm of the gamma function: factorials, and a half", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n += 1) {
      expect(lnGamma(n)).toBeCloseTo(Math.log(factorial), 11);
      factorial *= n;
    }
    expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
    expect(lnGamma(0.01)).toBeCloseTo(4.599_479_878_042_02, 10);
  });
});
