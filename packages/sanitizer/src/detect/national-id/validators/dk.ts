import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { twoAt, weighted } from "./checksum.ts";

/** CPR-kontoret: "Personnumre uden kontrolciffer" exist since 2007, so the date is all that must hold. */
export const isCpr = (digits: Digits): boolean => isDate(twoAt(digits, 4), twoAt(digits, 2), twoAt(digits, 0));

/** Most numbers still fulfil the old modulus 11. */
export const isCheckedCpr = (digits: Digits): boolean => weighted(digits, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
