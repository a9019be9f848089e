import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, twoAt, weighted } from "./checksum.ts";

/** EVS 585 (isikukood) and the Lithuanian asmens kodas alike: a second row of weights where the first leaves 10. */
export function isIsikukood(digits: Digits): boolean {
  const sex = digitAt(digits, 0);
  if (sex === 0 || sex === 9 || !isDate(twoAt(digits, 1), twoAt(digits, 3), twoAt(digits, 5))) return false;
  const first = weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  const check = first < 10 ? first : weighted(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11;
  return digitAt(digits, 10) === check % 10;
}

/** PMLP, personas kods: since 2017 numbers begin with 32 and hold no date. */
export function isPersonasKods(digits: Digits): boolean {
  const dated = isDate(twoAt(digits, 4), twoAt(digits, 2), twoAt(digits, 0)) && digitAt(digits, 6) < 3;
  if (!dated && twoAt(digits, 0) !== 32) return false;
  return digitAt(digits, 10) === ((1 + weighted(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10;
}
