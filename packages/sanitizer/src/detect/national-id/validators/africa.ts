import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { allSame, digitAt, isLuhn, twoAt } from "./checksum.ts";
import { isVerhoeff } from "./verhoeff.ts";

/** Identification Act 68 of 1997 (South Africa): date, counter, citizenship 0–2, a digit of old, Luhn. */
export const isZaId = (digits: Digits): boolean =>
  digitAt(digits, 10) < 3 && isDate(twoAt(digits, 0), twoAt(digits, 2), twoAt(digits, 4)) && isLuhn(digits, 0, 13);

/** NIMC (Nigeria), NIN: eleven digits, Verhoeff. */
export const isNin = (digits: Digits): boolean => !allSame(digits, 11) && isVerhoeff(digits, 11);
