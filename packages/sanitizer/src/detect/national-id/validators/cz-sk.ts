import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, numberAt, twoAt } from "./checksum.ts";

/** Zákon 133/2000 Sb.: women add 50 to the month; 20 more where a day's numbers ran out (since 2004). */
function hasDate(digits: Digits): boolean {
  const month = twoAt(digits, 2) % 50;
  return isDate(twoAt(digits, 0), month > 20 ? month - 20 : month, twoAt(digits, 4));
}

/** Ten digits: divisible by 11; until 1985 a remainder of 10 was written as 0. */
export function isRodneCislo(digits: Digits): boolean {
  if (!hasDate(digits)) return false;
  return digitAt(digits, 9) === (numberAt(digits, 0, 9) % 11) % 10;
}

/** Nine digits: born before 1954, without a check digit. */
export const isOldRodneCislo = (digits: Digits): boolean => twoAt(digits, 0) < 54 && hasDate(digits);
