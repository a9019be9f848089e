import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, twoAt, weighted } from "./checksum.ts";

/** Dachverband der Sozialversicherungsträger: the fourth digit checks the others; months 13–15 are overflow. */
export function isSvnr(digits: Digits): boolean {
  const month = twoAt(digits, 6);
  if (digits[0] === 0 || !isDate(twoAt(digits, 8), month > 12 && month < 16 ? 1 : month, twoAt(digits, 4)))
    return false;
  return weighted(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 === digitAt(digits, 3);
}
