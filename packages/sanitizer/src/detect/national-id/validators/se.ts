import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { isLuhn, twoAt } from "./checksum.ts";

function isSwedish(digits: Digits, from: number): boolean {
  const day = twoAt(digits, from + 4);
  // A coordination number (samordningsnummer) adds 60 to the day.
  return (
    isDate(twoAt(digits, from), twoAt(digits, from + 2), day > 60 ? day - 60 : day) && isLuhn(digits, from, from + 10)
  );
}

/** Skatteverket, SKV 704: six digits of the birth date, three of a counter, Luhn. */
export const isPersonnummer = (digits: Digits): boolean => isSwedish(digits, 0);

/** With the century: the check digit leaves it out. */
export function isLongPersonnummer(digits: Digits): boolean {
  const century = twoAt(digits, 0);
  return century >= 18 && century <= 20 && isSwedish(digits, 2);
}
