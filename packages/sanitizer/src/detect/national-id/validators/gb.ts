import type { Digits } from "./checksum.ts";
import { allSame, digitAt, weighted } from "./checksum.ts";

const NHS_WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2];

/** NHS Data Dictionary, "NHS NUMBER": modulus 11; a remainder that asks for the digit 10 is never issued. */
export function isNhsNumber(digits: Digits): boolean {
  if (allSame(digits, 10)) return false;
  return (weighted(digits, NHS_WEIGHTS) + digitAt(digits, 9)) % 11 === 0;
}

/** The blocks in use: 3xx Northern Ireland, 4xx, 6xx and 7xx England and Wales, 9xx samples. */
export const isNhsBlock = (digits: Digits): boolean => [3, 4, 6, 7, 9].includes(digitAt(digits, 0));

/** HMRC, National Insurance Manual NIM39110: two letters, six digits, A to D; in upper case. */
export function isNino(first: string, second: string, suffix: string): boolean {
  if ("DFIQUV".includes(first) || "DFIOQUV".includes(second)) return false;
  return !["BG", "GB", "KN", "NK", "NT", "TN", "ZZ"].includes(first + second) && "ABCD".includes(suffix);
}
