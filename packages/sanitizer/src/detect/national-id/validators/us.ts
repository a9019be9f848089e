import type { Digits } from "./checksum.ts";
import { numberAt, twoAt } from "./checksum.ts";

/** Printed in advertisements and on sample cards; SSA: "never issued", "invalid". */
const ADVERTISED: ReadonlySet<number> = new Set([78_051_120, 219_099_999, 457_555_462]);

/** SSA, "Social Security Number Randomization": no area 000, 666, 900–999; no group 00; no serial 0000. */
export function isUsSsn(digits: Digits): boolean {
  const area = numberAt(digits, 0, 3);
  if (area === 0 || area === 666 || area >= 900) return false;
  if (twoAt(digits, 3) === 0 || numberAt(digits, 5, 4) === 0) return false;
  return !ADVERTISED.has(numberAt(digits, 0, 9));
}

/** IRS, Internal Revenue Manual 3.21.263: 9xx with the fourth and fifth digit 50–65, 70–88, 90–92, 94–99. */
export function isUsItin(digits: Digits): boolean {
  if (digits[0] !== 9) return false;
  const group = twoAt(digits, 3);
  return (group >= 50 && group <= 65) || (group >= 70 && group <= 88) || (group >= 90 && group !== 93);
}
