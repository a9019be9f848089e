import type { Digits } from "./checksum.ts";
import { allSame, isLuhn } from "./checksum.ts";

/** Population Authority (Israel), Teudat Zehut: nine digits, Luhn. */
export const isTeudatZehut = (digits: Digits): boolean => !allSame(digits, 9) && isLuhn(digits, 0, 9);
