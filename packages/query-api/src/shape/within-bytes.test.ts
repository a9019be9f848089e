import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { attributesWithin, cutToBytes, shapeWithin } from "./within-bytes.ts";

const size = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
const text = fc.string({ unit: "binary", maxLength: 300 });
const value = fc.oneof(
  text,
  fc.double(),
  fc.boolean(),
  fc.array(text, { maxLength: 5 }),
  fc.dictionary(text, text, { maxKeys: 5 }),
);

describe("values of a bounded size", () => {
  it("never take more than their bytes in an answer", () => {
    fc.assert(
      fc.property(value, fc.integer({ min: 10, max: 500 }), (given, bytes) => {
        const { value: shaped, truncated } = shapeWithin(given, bytes);
        if (truncated || typeof given === "string") expect(size(shaped)).toBeLessThanOrEqual(bytes + 2);
        else expect(size(shaped)).toBeLessThanOrEqual(bytes * 6 + 2);
      }),
    );
  });

  it("stand as they are where they are small", () => {
    expect(shapeWithin({ a: [1, "x"] }, 100)).toEqual({ value: { a: [1, "x"] }, length: 13, truncated: false });
    expect(shapeWithin("é", 100)).toEqual({ value: "é", length: 1, truncated: false });
    expect(shapeWithin(undefined, 100)).toEqual({ value: null, length: 0, truncated: false });
  });

  it("are cut between characters, with their true length", () => {
    expect(shapeWithin("x".repeat(50_000), 10)).toEqual({ value: "xxxxxxxxxx", length: 50_000, truncated: true });
    expect(shapeWithin({ text: "y".repeat(100) }, 12)).toEqual({ value: '{"text":"', length: 111, truncated: true });
    expect(cutToBytes("a😀", 6)).toBe("a");
    fc.assert(
      fc.property(text, fc.nat({ max: 100 }), (given, bytes) => {
        expect(cutToBytes(given.toWellFormed(), bytes).isWellFormed()).toBe(true);
      }),
    );
  });

  it("bound attributes together, and say so", () => {
    const given = { a: "1", fat: "z".repeat(5_000), later: "2" };
    const { attributes, truncated } = attributesWithin(given, 100);
    expect(truncated).toBe(true);
    expect(Object.keys(attributes)).toEqual(["a", "fat"]);
    expect(size(attributes)).toBeLessThanOrEqual(102);
    expect(attributesWithin({ a: "1" }, 100)).toEqual({ attributes: { a: "1" }, truncated: false });
    fc.assert(
      fc.property(fc.dictionary(text, text, { maxKeys: 8 }), (entries) => {
        expect(size(attributesWithin(entries, 400).attributes)).toBeLessThanOrEqual(402);
      }),
    );
  });
});
