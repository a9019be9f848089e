import { crc32 as zlibCrc32 } from "node:zlib";

import fc from "fast-check";
import { expect, it } from "vitest";

import { crc32 } from "./crc32.ts";

it("is the check value of the standard", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
});

it("agrees with zlib on every ASCII text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary-ascii" }), (text) => {
      expect(crc32(text)).toBe(zlibCrc32(text));
    }),
  );
});
