import { expect, it } from "vitest";

import { tokenFamilies } from "./families.ts";
import { lettersBeforeDigit, literalOf } from "./literal.ts";

it.each([
  ["ghp_", "ghp_"],
  ["s-s4t2ud-", "s-s4"],
  ["dop_v1_", "dop_v1"],
  ["1//0", "1//"],
  ["3MVG9", "3MVG"],
  ["eyJrIjoi", "eyJ"],
])("of %s is %s", (prefix, literal) => {
  expect(literalOf(prefix)).toBe(literal);
});

it.each([
  ["sq0atp-", 2],
  ["A3-", 1],
  ["ghp_", 0],
  ["dop_v1_", 0],
  ["1//0", 0],
])("%s begins with letters and a digit: %i", (prefix, letters) => {
  expect(lettersBeforeDigit(prefix)).toBe(letters);
});

it("is long enough for the scan, whatever the prefix", () => {
  for (const { prefix } of tokenFamilies) {
    if (lettersBeforeDigit(prefix) === 0) expect(literalOf(prefix).length, prefix).toBeGreaterThanOrEqual(3);
  }
});
