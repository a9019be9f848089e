import { isHex } from "../scan/characters.ts";

export const NO_NUMBER = -1;

const DIGIT = 15;
const LETTER = 64;

/** Value of the hexadecimal digits `[start, end)`, or {@link NO_NUMBER} where one of them is none. */
export function hexadecimalAt(codes: ArrayLike<number>, start: number, end: number): number {
  if (end > codes.length) return NO_NUMBER;
  let value = 0;
  for (let i = start; i < end; i++) {
    const code = codes[i] as number;
    if (!isHex(code)) return NO_NUMBER;
    value = value * 16 + (code & DIGIT) + ((code & LETTER) === 0 ? 0 : 9);
  }
  return value;
}
