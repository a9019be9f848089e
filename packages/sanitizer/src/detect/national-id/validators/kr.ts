import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, twoAt, weighted } from "./checksum.ts";

const WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];

/** 1–4 citizens, 5–8 foreigners, 9 and 0 born in the 1800s. */
const isForeign = (digits: Digits): boolean => digitAt(digits, 6) >= 5 && digitAt(digits, 6) <= 8;

const hasDate = (digits: Digits): boolean => isDate(twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4));

/** Ministry of the Interior: modulus 11; a foreign registration number adds 2. */
export function isRrn(digits: Digits): boolean {
  if (!hasDate(digits)) return false;
  return digitAt(digits, 12) === (11 + (isForeign(digits) ? 2 : 0) - (weighted(digits, WEIGHTS) % 11)) % 10;
}

/** Numbers given out since October 2020 end at random: only those born since can be told from a typing error. */
export const isUncheckedRrn = (digits: Digits): boolean =>
  hasDate(digits) && twoAt(digits, 0) >= 20 && [3, 4, 7, 8].includes(digitAt(digits, 6));
