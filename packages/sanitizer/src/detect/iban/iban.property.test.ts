import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { ibanDetector } from "./iban.ts";

const find = finder([ibanDetector]);

const ACCOUNTS: readonly (readonly [string, RegExp])[] = [
  ["DE", /^\d{18}$/u],
  ["GB", /^[A-Z]{4}\d{14}$/u],
  ["FR", /^\d{10}[A-Z0-9]{11}\d{2}$/u],
  ["MT", /^[A-Z]{4}\d{5}[A-Z0-9]{18}$/u],
  ["NO", /^\d{11}$/u],
  ["RU", /^\d{14}[A-Z0-9]{15}$/u],
  ["XK", /^\d{16}$/u],
  ["BR", /^\d{23}[A-Z][A-Z0-9]$/u],
];

/** With whole numbers instead of a rolling remainder. */
function ibanOf(country: string, account: string): string {
  const digits = Array.from(`${account}${country}00`, (character) => String(Number.parseInt(character, 36))).join("");
  return country + String(98n - (BigInt(digits) % 97n)).padStart(2, "0") + account;
}

const iban = fc
  .constantFrom(...ACCOUNTS)
  .chain(([country, pattern]) => fc.stringMatching(pattern).map((account) => ibanOf(country, account)));
const written = fc
  .tuple(iban, fc.constantFrom("", " ", "-", "\u00A0"), fc.boolean())
  .map(([value, separator, lower]) =>
    (value.match(/.{1,4}/gu) ?? []).join(separator)[lower ? "toLowerCase" : "toString"](),
  );
const before = fc.constantFrom("", " ", "iban=", "IBAN", '"', "1 ", "/", "to_");
const after = fc.constantFrom("", " ", ".", ",", '"', " and", " 12.00 EUR", "/balance", "\n");

it("is found whatever stands about it", () => {
  fc.assert(
    fc.property(before, written, after, (left, value, right) => {
      expect(find(left + value + right)).toEqual([`iban=${value}`]);
    }),
  );
});

it("is left with one character off", () => {
  fc.assert(
    fc.property(iban, fc.nat(), fc.integer({ min: 1, max: 9 }), (value, place, by) => {
      const at = 2 + (place % (value.length - 2));
      const character = value.charAt(at);
      const other = /\d/u.test(character) ? String((Number(character) + by) % 10) : character === "A" ? "B" : "A";
      expect(find(value.slice(0, at) + other + value.slice(at + 1))).toEqual([]);
    }),
  );
});

it("is left with a character too many or too few", () => {
  fc.assert(
    fc.property(iban, fc.constantFrom("0", "a"), (value, more) => {
      expect(find(value + more)).toEqual([]);
      expect(find(more + value)).toEqual([]);
      expect(find(value.slice(0, -1))).toEqual([]);
    }),
  );
});
