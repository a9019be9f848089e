import type { Digits } from "./checksum.ts";
import { digitAt, weighted } from "./checksum.ts";

/** Department of Provincial Administration: weights 13–2, modulus 11; the first digit (kind of person) is 1–8. */
export function isThaiId(digits: Digits): boolean {
  const kind = digitAt(digits, 0);
  if (kind === 0 || kind === 9) return false;
  const sum = weighted(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
  return digitAt(digits, 12) === (11 - (sum % 11)) % 10;
}
