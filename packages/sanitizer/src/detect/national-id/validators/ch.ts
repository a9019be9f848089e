import type { Digits } from "./checksum.ts";
import { digitAt, numberAt, weighted } from "./checksum.ts";

/** ZAS, AHV number: an EAN-13 that begins with the country, 756, which no article's number does. */
export function isAhv(digits: Digits): boolean {
  if (numberAt(digits, 0, 3) !== 756) return false;
  return (weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) + digitAt(digits, 12)) % 10 === 0;
}
