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

export const alphabets = {
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
} as const;

const RANGES: readonly (readonly [bit: number, from: string, to: string])[] = [
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
for (const [bit, from, to] of RANGES) bits.fill(bit, from.charCodeAt(0), to.charCodeAt(0) + 1);

/** Whether the character belongs to the alphabet; false for NaN, the code beyond a text's end. */
export const isOf = (alphabet: number, code: number): boolean => code < 128 && ((bits[code] ?? 0) & alphabet) !== 0;

/** End of the run of this alphabet that begins at `start`, at most `most` characters on. */
export function endOfRun(text: string, start: number, alphabet: number, most: number): number {
  const limit = Math.min(text.length, start + most);
  let end = start;
  while (end < limit && isOf(alphabet, text.charCodeAt(end))) end++;
  return end;
}
