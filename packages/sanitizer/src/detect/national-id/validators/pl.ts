import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, twoAt, weighted } from "./checksum.ts";

/** Ustawa o ewidencji ludności, PESEL: the century stands in the month (+80, 0, +20, +40, +60). */
export function isPesel(digits: Digits): boolean {
  if (!isDate(twoAt(digits, 0), twoAt(digits, 2) % 20, twoAt(digits, 4))) return false;
  return (weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) + digitAt(digits, 10)) % 10 === 0;
}
