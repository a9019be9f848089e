import { codeAt, isDigit, isHex, isLetter, isUpper } from "../../scan/characters.ts";
import { isTokenLike } from "../../value/token-like.ts";

const SHORTEST = 5;
/** No word of a sentence is longer. */
const LONGER_THAN_WORDS = 24;
/** Random letters change their case more often than `aCamelCaseName`, for their length. */
const LETTERS_PER_CHANGE = 4;
const STRONG_SYMBOLS: ReadonlySet<number> = new Set(Array.from("!@#$%^&*+=~?|/", (c) => c.charCodeAt(0)));

/** Between the words of a name. */
const JOINTS: ReadonlySet<number> = new Set(Array.from("-_./:", (c) => c.charCodeAt(0)));
const LONGEST_PART = 16;

const UNIT = /^[~<>]?\d+(?:[.,]\d+)?(?:ns|us|µs|ms|s|sec|secs|m|min|mins|h|d|days?|k|kb|mb|gb|b|x|px|th|st|nd|rd)$/iu;
const DATE = /^\d{4}-\d\d-\d\d(?:[T_ ]?\d\d:?\d\d.*)?$/u;
const VERSION = /^v?\d{1,5}(?:\.\d{1,5}){1,3}(?:[-+][\w.+-]+)?$/u;
const LONGEST_MEASURE = 40;
const SHORTEST_NUMBER = 6;

const isLower = (code: number): boolean => code >= 97 && code <= 122;

/** Whether `[start, end)` reads as made by a machine or chosen as a password, not as a word. */
export function isSecretLike(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < SHORTEST) return false;
  if (length >= LONGER_THAN_WORDS) return !isWordsJoined(text, start, end) && !isMeasure(text, start, end);
  const digits = countDigits(text, start, end);
  if (digits === length) return length >= SHORTEST_NUMBER;
  const letters = countLetters(text, start, end);
  const symbols = countSymbols(text, start, end - 1);
  if (digits > 0) return letters + symbols > 0 && !isMeasure(text, start, end);
  const changes = countHumps(text, start, end);
  return symbols > 0 || (changes >= 2 && letters <= changes * LETTERS_PER_CHANGE);
}

function countLetters(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (isLetter(codeAt(text, i))) count++;
  return count;
}

function countSymbols(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (STRONG_SYMBOLS.has(codeAt(text, i))) count++;
  return count;
}

/** `camelCase` has one. */
function countHumps(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start + 1; i < end; i++) if (isUpper(codeAt(text, i)) && isLower(codeAt(text, i - 1))) count++;
  return count;
}

/** `250ms`, `2026-11-25`, `v1.2.3`. */
export function isMeasure(text: string, start: number, end: number): boolean {
  if (end - start > LONGEST_MEASURE) return false;
  if (!isDigit(codeAt(text, start)) && !isDigit(codeAt(text, start + 1))) return false;
  const value = text.slice(start, end);
  return UNIT.test(value) || DATE.test(value) || VERSION.test(value);
}

/** `tls-cert-2024`, `users_by_key`, `TestToken/expired_8`: words and numbers with a sign between. */
export function isWordsJoined(text: string, start: number, end: number): boolean {
  let letters = 0;
  let changes = 0;
  let signs = 0;
  let before = JOINT;
  for (let i = start; i < end; i++) {
    const kind = kindOfSign(codeAt(text, i));
    if (kind === OTHER) return false;
    if (kind === JOINT) signs++;
    else if (kind !== NUMERAL) letters++;
    if (changesWithin(before, kind)) changes++;
    before = kind;
  }
  if (signs === 0 || letters === 0 || end - start > (signs + 1) * LONGEST_PART) return false;
  return changes * LETTERS_PER_CHANGE <= letters;
}

/** `expired8`, `aB`, but not `Ab`: what a word does not do within itself. */
const changesWithin = (before: number, kind: number): boolean =>
  before !== JOINT && kind !== JOINT && kind !== before && !(before === CAPITAL && kind === SMALL);

const OTHER = 0;
const JOINT = 1;
const NUMERAL = 2;
const CAPITAL = 3;
const SMALL = 4;

function kindOfSign(code: number): number {
  if (isDigit(code)) return NUMERAL;
  if (isUpper(code)) return CAPITAL;
  if (isLetter(code)) return SMALL;
  return JOINTS.has(code) ? JOINT : OTHER;
}

/** `3f2a…`, with or without hyphens: ids and fingerprints as often as secrets. */
export function isHexadecimal(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (!isHex(code) && code !== 45 && code !== 58) return false;
  }
  return true;
}

export function isNumber(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isDigit(codeAt(text, i))) return false;
  return end > start;
}

export function countDigits(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (isDigit(codeAt(text, i))) count++;
  return count;
}

const SHORTEST_RANDOM = 10;

/** Letters of both cases and digits, or a long mixture of letters and digits that is no hexadecimal id. */
export function isRandom(text: string, start: number, end: number): boolean {
  if (end - start < SHORTEST_RANDOM) return false;
  let digits = 0;
  let upper = 0;
  let lower = 0;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isDigit(code)) digits++;
    else if (isUpper(code)) upper++;
    else if (isLetter(code)) lower++;
  }
  if (digits > 1 && upper > 1 && lower > 1) return true;
  return isTokenLike(text, start, end) && !isHexadecimal(text, start, end);
}
