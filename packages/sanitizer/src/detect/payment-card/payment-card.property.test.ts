import fc from "fast-check";
import { expect, it } from "vitest";

import { finder } from "../../../test/find.ts";
import { passesLuhn } from "./luhn.ts";
import { paymentCardDetector } from "./payment-card.ts";

const find = finder([paymentCardDetector]);

/** Prefix and length of numbers that some scheme issues. */
const ISSUED: readonly (readonly [string, number])[] = [
  ["4", 13],
  ["4", 16],
  ["4", 19],
  ["51", 16],
  ["2221", 16],
  ["272099", 16],
  ["34", 15],
  ["37", 15],
  ["36", 14],
  ["305", 14],
  ["6011", 16],
  ["649", 19],
  ["3528", 16],
  ["62", 16],
  ["5018", 12],
  ["6763", 19],
  ["2204", 16],
];

/** Written anew, as ISO 7812 tells it: from the right, every second digit doubled, its digits summed. */
function checkDigit(payload: string): number {
  const sum = Array.from(payload, Number)
    .toReversed()
    .reduce((total, digit, i) => total + (i % 2 === 0 ? Math.floor((2 * digit) / 10) + ((2 * digit) % 10) : digit), 0);
  return (10 - (sum % 10)) % 10;
}

const card = fc.constantFrom(...ISSUED).chain(([prefix, length]) =>
  fc.stringMatching(new RegExp(`^\\d{${length - prefix.length - 1}}$`, "u")).map((rest) => {
    const payload = prefix + rest;
    return payload + String(checkDigit(payload));
  }),
);
const inFours = (number: string, separator: string): string => number.match(/.{1,4}/gu)?.join(separator) ?? "";
const written = fc
  .tuple(card, fc.constantFrom("", " ", "-", "\u00A0", "  ", "+"))
  .filter(([number, separator]) => separator === "" || number.length === 16)
  .map(([number, separator]) => (separator === "" ? number : inFours(number, separator)));
const before = fc.constantFrom("", " ", "card ", "pan=", '"', "at 10:00:00 ", "1,", "(", "3 ");
const after = fc.constantFrom("", " ", ".", ",50", '"', ")", " 12/27", "\n", " paid");

it("is found whatever stands about it", () => {
  fc.assert(
    fc.property(before, written, after, (left, number, right) => {
      expect(find(left + number + right)).toEqual([`payment_card=${number}`]);
    }),
  );
});

it("is left with one digit off", () => {
  fc.assert(
    fc.property(card, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
      const at = place % number.length;
      const off = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
      expect(find(off)).toEqual([]);
    }),
  );
});

it("is left inside a longer number, word or decimal", () => {
  fc.assert(
    fc.property(card, fc.constantFrom("a", "0.", "-", "."), fc.constantFrom("a", ".5"), (number, left, right) => {
      expect(find(left + number)).toEqual([]);
      expect(find(number + right)).toEqual([]);
    }),
  );
});

it("agrees with a check digit that is computed another way", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{2,19}$/u), (digits) => {
      const expected = checkDigit(digits.slice(0, -1)) === Number(digits.at(-1));
      expect(passesLuhn(Array.from(digits, Number), digits.length)).toBe(expected);
    }),
  );
});
