import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { twoAt, weighted } from "./checksum.ts";

/**
 * Skatteetaten, "fødselsnummer": two sums modulo 11. A D number adds 40 to the day, an emergency number 40 and a synthetic one 80
 * to the month.
 */
export function isFodselsnummer(digits: Digits): boolean {
  const day = twoAt(digits, 0);
  const month = twoAt(digits, 2);
  if (!isDate(twoAt(digits, 4), month % 40, day > 40 ? day - 40 : day)) return false;
  return (
    weighted(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weighted(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}
