import type { Digits } from "./checksum.ts";
import { allSame, weighted } from "./checksum.ts";

/** Rijksdienst voor Identiteitsgegevens, "elfproef": the last digit counts -1. */
export function isBsn(digits: Digits): boolean {
  return !allSame(digits, 9) && weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}
