import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { isLuhn, twoAt } from "./checksum.ts";

/** IDIKA, AMKA: day, month, year, counter, Luhn. */
export const isAmka = (digits: Digits): boolean =>
  isDate(twoAt(digits, 4), twoAt(digits, 2), twoAt(digits, 0)) && isLuhn(digits, 0, 11);
