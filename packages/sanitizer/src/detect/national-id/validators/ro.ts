import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { digitAt, twoAt, weighted } from "./checksum.ts";

/** OUG 97/2005, CNP: sex and century, date, county 01–52 or 70–83, counter, modulus 11 where 10 becomes 1. */
export function isCnp(digits: Digits): boolean {
  const county = twoAt(digits, 7);
  if (digits[0] === 0 || county === 0 || (county > 52 && county < 70) || county > 83) return false;
  if (!isDate(twoAt(digits, 1), twoAt(digits, 3), twoAt(digits, 5))) return false;
  const rest = weighted(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return digitAt(digits, 12) === (rest === 10 ? 1 : rest);
}
