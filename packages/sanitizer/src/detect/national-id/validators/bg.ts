import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, twoAt, weighted } from "./checksum.ts";

/** GRAO, EGN: the month carries the century (+20 for the 1800s, +40 for the 2000s); modulus 11, where 10 becomes 0. */
export function isEgn(digits: Digits): boolean {
  const month = twoAt(digits, 2);
  if (month > 52 || !isDate(twoAt(digits, 0), month % 20, twoAt(digits, 4))) return false;
  return digitAt(digits, 9) === (weighted(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10;
}
