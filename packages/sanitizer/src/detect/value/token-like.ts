import { codeAt, isDigit, isLetter, isUpper } from "../scan/characters.ts";

/** From this length on a mixture is no word any more; below, `SUMMER2024` and `item-1234` are. */
const LONG = 16;
const VERY_LONG = 24;
const LOOKED_AT = 128;
const HYPHEN = 45;

/**
 * Whether `[start, end)` is a token rather than a word, a name or a number: long, letters mixed with digits or in case. For
 * where nothing announces a token; behind a known prefix, {@link ./randomness.ts randomness} asks for less.
 */
export function isTokenLike(text: string, start: number, end: number): boolean {
  const length = Math.min(end - start, LOOKED_AT);
  if (length < LONG) return false;
  const { digits, upper, lower, hyphens } = count(text, start, start + length);
  if (digits > 1) return upper + lower > 1 && hyphens * 4 <= length;
  if (digits === 1 && upper > 1 && lower > 1) return hyphens * 4 <= length;
  return length >= VERY_LONG && hyphens === 0 && upper > 3 && lower > 3;
}

interface Counts {
  digits: number;
  upper: number;
  lower: number;
  hyphens: number;
}

function count(text: string, start: number, end: number): Counts {
  const counts = { digits: 0, upper: 0, lower: 0, hyphens: 0 };
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isDigit(code)) counts.digits++;
    else if (isUpper(code)) counts.upper++;
    else if (isLetter(code)) counts.lower++;
    else if (code === HYPHEN) counts.hyphens++;
  }
  return counts;
}
