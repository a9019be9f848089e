import type { Scan } from "../../model/detector.ts";
import { codeAt } from "../scan/characters.ts";

/** Sets of characters as bits, so that a token's alphabet is one mask and one table look-up per character. */
const DIGITS = 1;
const HEX_LOWER = 2;
const HEX_UPPER = 4;
const LOWER = 8;
const UPPER = 16;
const UNDERSCORE = 32;
const HYPHEN = 64;
const POINT = 128;
const EQUALS = 256;
const STANDARD = 512;
const TILDE = 1024;

type AlphabetName =
  | "digits"
  | "hex"
  | "hexLower"
  | "upper"
  | "lower"
  | "alnum"
  | "word"
  | "url"
  | "dotted"
  | "padded"
  | "base64"
  | "anyBase64"
  | "paddedBase64"
  | "tilde";

export const alphabets: Readonly<Record<AlphabetName, number>> = {
  digits: DIGITS,
  hex: DIGITS | HEX_LOWER | HEX_UPPER,
  hexLower: DIGITS | HEX_LOWER,
  upper: DIGITS | HEX_UPPER | UPPER,
  lower: DIGITS | HEX_LOWER | LOWER,
  alnum: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER,
  word: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | UNDERSCORE,
  /** base64url, the commonest alphabet of tokens. */
  url: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | UNDERSCORE | HYPHEN,
  dotted: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | UNDERSCORE | HYPHEN | POINT,
  padded: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | UNDERSCORE | HYPHEN | EQUALS,
  base64: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | STANDARD,
  /** Both base64 alphabets. */
  anyBase64: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | STANDARD | UNDERSCORE | HYPHEN,
  paddedBase64: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | STANDARD | EQUALS,
  tilde: DIGITS | HEX_LOWER | HEX_UPPER | LOWER | UPPER | UNDERSCORE | HYPHEN | POINT | TILDE,
};

export const CHARACTER_RANGES: readonly (readonly [bit: number, from: string, to: string])[] = [
  [DIGITS, "0", "9"],
  [HEX_LOWER, "a", "f"],
  [LOWER, "g", "z"],
  [HEX_UPPER, "A", "F"],
  [UPPER, "G", "Z"],
  [UNDERSCORE, "_", "_"],
  [HYPHEN, "-", "-"],
  [POINT, ".", "."],
  [EQUALS, "=", "="],
  [STANDARD, "+", "+"],
  [STANDARD, "/", "/"],
  [TILDE, "~", "~"],
];

const bits = new Uint16Array(128);
for (const [bit, from, to] of CHARACTER_RANGES) bits.fill(bit, from.charCodeAt(0), to.charCodeAt(0) + 1);

/** Whether the character belongs to the alphabet; false for 0, the code beyond a text's end. */
export const isOf = (alphabet: number, code: number): boolean => code < 128 && ((bits[code] ?? 0) & alphabet) !== 0;

/** Characters of one alphabet, at most so many. */
export interface Run {
  readonly of: number;
  readonly max: number;
}

/** Where the run that begins at `start` ends. */
export function endOfRun(text: string, start: number, { of, max }: Run): number {
  const limit = Math.min(text.length, start + max);
  let end = start;
  while (end < limit && isOf(of, codeAt(text, end))) end++;
  return end;
}

/** Where the run that ends before `end` begins, not below `floor`. */
export function startOfRun({ text, floor }: Pick<Scan, "text" | "floor">, end: number, { of, max }: Run): number {
  const lowest = Math.max(floor, end - max);
  let start = end;
  while (start > lowest && isOf(of, codeAt(text, start - 1))) start--;
  return start;
}
