import type { Digits } from "./checksum.ts";
import { digitAt } from "./checksum.ts";
import { isVerhoeff } from "./verhoeff.ts";

/** UIDAI, Aadhaar: twelve digits, the first 2–9, Verhoeff; a palindrome is not issued. */
export function isAadhaar(digits: Digits): boolean {
  return digitAt(digits, 0) > 1 && isVerhoeff(digits, 12) && !isPalindrome(digits);
}

function isPalindrome(digits: Digits): boolean {
  for (let i = 0; i < 6; i++) if (digits[i] !== digits[11 - i]) return false;
  return true;
}

/** Income Tax Department, PAN: AAAPA9999A, the fourth letter is the kind of holder. Upper case. */
export const isPanHolder = (fourth: string): boolean => "ABCEFGHJLPT".includes(fourth);
