import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { numberAt, twoAt } from "./checksum.ts";

const CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** Digital and Population Data Services Agency: + 1800s, - and U–Y 1900s, A–F 2000s (2023 reform). */
export const CENTURY_SIGNS = "+-ABCDEFUVWXY";

/** Nine digits (day, month, year, individual number 002–999) and what they leave modulo 31. */
export function isHetu(digits: Digits, check: string): boolean {
  if (!isDate(twoAt(digits, 4), twoAt(digits, 2), twoAt(digits, 0)) || numberAt(digits, 6, 3) < 2) return false;
  return CHECK[numberAt(digits, 0, 9) % 31] === check;
}
