import type { Digits } from "./checksum.ts";
import { digitAt, weighted } from "./checksum.ts";

/** Decreto-Lei 14/2013, NIF: modulus 11, where 10 becomes 0; people begin with 1, 2, 3 or 45. */
export function isPtNif(digits: Digits): boolean {
  const first = digitAt(digits, 0);
  if (first === 0 || first === 7 || (first === 4 && digits[1] !== 5)) return false;
  const rest = weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return digitAt(digits, 8) === (rest < 2 ? 0 : 11 - rest);
}
