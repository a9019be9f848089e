import type { Digits } from "./checksum.ts";
import { digitAt, isMod1110 } from "./checksum.ts";

/**
 * BZSt, "Die steuerliche Identifikationsnummer": no leading zero; of the first ten digits exactly one stands twice or
 * three times, all others once at most; the eleventh is ISO 7064 MOD 11,10.
 */
export function isDeTaxId(digits: Digits): boolean {
  return digits[0] !== 0 && isMod1110(digits, 11) && hasOneRepeatedDigit(digits);
}

function hasOneRepeatedDigit(digits: Digits): boolean {
  let once = 0;
  let repeated = 0;
  for (let digit = 0; digit <= 9; digit++) {
    let times = 0;
    for (let i = 0; i < 10; i++) if (digitAt(digits, i) === digit) times++;
    if (times > 3) return false;
    if (times === 1) once++;
    if (times > 1) repeated++;
  }
  return repeated === 1 && once >= 7;
}
