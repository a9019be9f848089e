import type { Digits } from "./checksum.ts";
import { weighted } from "./checksum.ts";

const CITIZEN = "JZIHGFEDCBA";
const FOREIGNER = "XWUTRQPNMLK";
const SINCE_2022 = "XWUTRQPNJLK";

/** ICA, NRIC and FIN: weights 2, 7, 6, 5, 4, 3, 2; T and G add 4, M adds 3. Upper case. */
export function isNric(first: string, digits: Digits, check: string): boolean {
  const sum = weighted(digits, [2, 7, 6, 5, 4, 3, 2]);
  switch (first) {
    case "S":
      return CITIZEN[sum % 11] === check;
    case "T":
      return CITIZEN[(sum + 4) % 11] === check;
    case "F":
      return FOREIGNER[sum % 11] === check;
    case "G":
      return FOREIGNER[(sum + 4) % 11] === check;
    case "M":
      return SINCE_2022[(sum + 3) % 11] === check;
    default:
      return false;
  }
}
