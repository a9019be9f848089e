import type { Digits } from "./checksum.ts";
import { allSame, digitAt, twoAt, weighted } from "./checksum.ts";

/** Pension Fund of Russia, SNILS: modulus 101, where 100 becomes 00. */
export const isSnils = (digits: Digits): boolean =>
  !allSame(digits, 9) && (weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101) % 100 === twoAt(digits, 9);

/** Russian INN of a person: two digits, each modulus 11, where 10 becomes 0. */
export const isInn = (digits: Digits): boolean =>
  !allSame(digits, 12) &&
  (weighted(digits, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitAt(digits, 10) &&
  (weighted(digits, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitAt(digits, 11);

/** Ukrainian tax number (RNOKPP). */
export function isRnokpp(digits: Digits): boolean {
  const sum = weighted(digits, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
  return !allSame(digits, 10) && (((sum % 11) + 11) % 11) % 10 === digitAt(digits, 9);
}
