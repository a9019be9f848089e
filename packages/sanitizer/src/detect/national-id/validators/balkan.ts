import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, isMod1110, numberAt, twoAt, weighted } from "./checksum.ts";

/** EMŠO / JMBG (the states of former Yugoslavia): day, month, three digits of the year, region, counter, modulus 11. */
export function isJmbg(digits: Digits): boolean {
  const year = numberAt(digits, 4, 3);
  if ((year > 99 && year < 800) || !isDate(year, twoAt(digits, 2), twoAt(digits, 0))) return false;
  const rest = weighted(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return digitAt(digits, 12) === (rest === 0 ? 0 : 11 - rest);
}

/** Zakon o osobnom identifikacijskom broju, Croatian OIB: ISO 7064 MOD 11,10. */
export const isOib = (digits: Digits): boolean => isMod1110(digits, 11);
