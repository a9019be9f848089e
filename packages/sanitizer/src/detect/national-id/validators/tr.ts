import type { Digits } from "./checksum.ts";
import { digitAt, weighted } from "./checksum.ts";

/** NVI, T.C. Kimlik No: the tenth digit weighs odd places 7 and even ones -1; the eleventh is the sum of all others. */
export function isKimlikNo(digits: Digits): boolean {
  if (digits[0] === 0) return false;
  const tenth = weighted(digits, [7, -1, 7, -1, 7, -1, 7, -1, 7]);
  const sum = weighted(digits, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
  return ((tenth % 10) + 10) % 10 === digitAt(digits, 9) && sum % 10 === digitAt(digits, 10);
}
