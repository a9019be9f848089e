import { expect, it } from "vitest";

import { isRe2 } from "./re2.ts";

it.each([["TCK-[0-9]{6}"], [String.raw`\bORD\d+(?:-[A-Z])?\b`], ["(?<year>[0-9]{4})"], [String.raw`a\.b\/c`]])(
  "takes %s, which Go reads the same way",
  (pattern) => expect(isRe2(pattern)).toBe(true),
);

it.each([
  ["a(?=b)"],
  ["(?<!a)b"],
  [String.raw`(a)\1`],
  [String.raw`\u0041BC`],
  ["abc[^]"],
  ["abc{1,5000}"],
  [String.raw`(?<q>a)\k<q>`],
])("refuses %s, which it cannot", (pattern) => expect(isRe2(pattern)).toBe(false));
