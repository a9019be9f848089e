import type { Digits } from "./checksum.ts";
import { allSame, digitAt, isLuhn } from "./checksum.ts";

/** Service Canada, SIN: Luhn; none begins with 8 (0 is for samples). */
export const isSin = (digits: Digits): boolean =>
  digitAt(digits, 0) !== 8 && !allSame(digits, 9) && isLuhn(digits, 0, 9);
