import { isDate } from "./birth-date.ts";
import type { Digits } from "./checksum.ts";
import { numberAt, twoAt, weighted } from "./checksum.ts";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** First digits of GB/T 2260: the provinces. */
function isProvince(code: number): boolean {
  const region = Math.floor(code / 10);
  const last = [0, 5, 3, 7, 6, 4, 5, 1, 3, 1][region] ?? 0;
  return code % 10 <= last && (code % 10 > 0 || region === 5) && region > 0;
}

/** GB 11643-1999: region, birth date, counter; `check` is ISO 7064 MOD 11-2 (0–9, X) of the first seventeen digits. */
export function isResidentId(digits: Digits, check: string): boolean {
  const year = numberAt(digits, 6, 4);
  if (year < 1900 || year > 2099 || !isProvince(twoAt(digits, 0))) return false;
  return isDate(year, twoAt(digits, 10), twoAt(digits, 12)) && "10X98765432"[weighted(digits, WEIGHTS) % 11] === check;
}
