import type { AnyValue } from "@jobscope/otlp";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { decodeAttributes, decodeValue, encodeAttributes, encodeValue } from "./any-value.ts";
import { canonical, canonicalAttributes } from "./content-key.ts";

const { value } = fc.letrec<{ value: AnyValue; list: readonly AnyValue[]; map: Record<string, AnyValue> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    tie("list"),
    tie("map"),
  ),
  list: fc.array(tie("value"), { maxLength: 4 }),
  map: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("$i", "$b", "$n", "$o", "__proto__")), tie("value"), {
    maxKeys: 4,
    noNullPrototype: false,
  }),
}));
const attributes = fc.dictionary(fc.string(), value, { maxKeys: 5 });

describe("values as JSON", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(decodeValue(encodeValue(original))).toEqual(original);
      }),
    );
    fc.assert(
      fc.property(attributes, (original) => {
        expect(decodeAttributes(encodeAttributes(original))).toEqual(original);
      }),
    );
  });

  it("keep an absent body absent, and leave undefined attributes out", () => {
    expect(decodeValue(encodeValue(undefined))).toBeUndefined();
    expect(decodeAttributes(encodeAttributes({ a: undefined, b: 1n }))).toEqual({ b: 1n });
    expect(encodeAttributes({ plain: "text", n: 1 })).toBe('{"plain":"text","n":1}');
  });

  it("keep a key __proto__ a key", () => {
    const hostile: Record<string, AnyValue> = JSON.parse('{"__proto__":{"polluted":true},"big":1}');
    const decoded = decodeAttributes(encodeAttributes({ ...hostile, nan: Number.NaN }));
    expect(Object.keys(decoded)).toContain("__proto__");
    expect(decoded["polluted"]).toBeUndefined();
  });
});

describe("canonical text", () => {
  it("is equal for equal values in any key order", () => {
    fc.assert(
      fc.property(attributes, (original) => {
        const reversed = Object.fromEntries(Object.entries(original).toReversed());
        expect(canonicalAttributes(reversed)).toBe(canonicalAttributes(original));
      }),
    );
  });

  it("differs for different values of different types", () => {
    const values: readonly AnyValue[] = [
      "1",
      1,
      1n,
      true,
      "true",
      null,
      "null",
      -0,
      0,
      [],
      {},
      "",
      [1],
      ["1"],
      new Uint8Array(),
    ];
    expect(new Set(values.map((item) => canonical(item))).size).toBe(values.length);
  });
});
