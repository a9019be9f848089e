import { codeAt, isDigit, isLetter } from "../../scan/characters.ts";

/** Whether the text goes on at `start` as the pattern says: `A` is an ASCII letter in either case, `9` a digit, `X` either. */
export function hasShape(text: string, start: number, pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) if (!fits(codeAt(text, start + i), pattern.charCodeAt(i))) return false;
  return true;
}

function fits(code: number, wanted: number): boolean {
  if (wanted === 57) return isDigit(code);
  if (wanted === 65) return isLetter(code);
  return isDigit(code) || isLetter(code);
}

const digits = new Uint8Array(16);

/** Digits of a text, from `start` on; the array is reused. What is no digit is left out. */
export function digitsOf(text: string, start: number, end: number): Uint8Array {
  let count = 0;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isDigit(code)) digits[count++] = code - 48;
  }
  return digits;
}

export const upperAt = (text: string, index: number): string => text.charAt(index).toUpperCase();

export const isUpperText = (text: string): boolean => text === text.toUpperCase();
