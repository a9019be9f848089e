import { isDigit, isLetter, isUpper } from "../scan/characters.ts";

const SHORTEST = 5;
/** No word of a sentence is longer. */
const LONGER_THAN_WORDS = 24;
/** Random letters change their case more often than `aCamelCaseName`, for their length. */
const LETTERS_PER_CHANGE = 4;
const STRONG_SYMBOLS: ReadonlySet<number> = new Set(Array.from("!@#$%^&*+=~?|/", (c) => c.charCodeAt(0)));

const UNIT = /^[~<>]?\d+(?:[.,]\d+)?(?:ns|us|µs|ms|s|sec|secs|m|min|mins|h|d|days?|k|kb|mb|gb|b|x|px|th|st|nd|rd)$/iu;
const DATE = /^\d{4}-\d\d-\d\d(?:[T_ ]?\d\d:?\d\d.*)?$/u;

/** Whether `[start, end)` reads as made by a machine or chosen as a password, not as a word. */
export function isSecretLike(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < SHORTEST) return false;
  if (length >= LONGER_THAN_WORDS) return true;
  let digits = 0;
  let letters = 0;
  let changes = 0;
  let symbols = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) digits++;
    else if (isLetter(code)) {
      letters++;
      if (isUpper(code) && i > start && isLetter(text.charCodeAt(i - 1)) && !isUpper(text.charCodeAt(i - 1))) changes++;
    } else if (STRONG_SYMBOLS.has(code) && i < end - 1) symbols++;
  }
  if (digits > 0 && letters + symbols > 0) return !isMeasure(text, start, end);
  if (digits === length) return length >= 6;
  return symbols > 0 || (changes >= 2 && letters <= changes * LETTERS_PER_CHANGE);
}

/** `250ms`, `2026-11-25`. */
export function isMeasure(text: string, start: number, end: number): boolean {
  if (!isDigit(text.charCodeAt(start)) && !isDigit(text.charCodeAt(start + 1))) return false;
  const value = text.slice(start, end);
  return UNIT.test(value) || DATE.test(value);
}

export function countDigits(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (isDigit(text.charCodeAt(i))) count++;
  return count;
}
