import type { Digits } from "./checksum.ts";
import { allSame, digitAt, weighted } from "./checksum.ts";

/** 1996. évi XX. törvény, TAJ number: 3 and 7 in turn, modulus 10. */
export const isTaj = (digits: Digits): boolean =>
  !allSame(digits, 9) && weighted(digits, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === digitAt(digits, 8);

/** The same law, tax identification mark: begins with 8; each digit times its place, modulus 11. */
export const isHuTaxId = (digits: Digits): boolean =>
  digits[0] === 8 && weighted(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === digitAt(digits, 9);
