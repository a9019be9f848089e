import { BLANK_RANGES, DIGIT_ZEROS, INVISIBLE_RANGES, LIKE_ASCII } from "./foreign-ranges.ts";
import { LOOKALIKES } from "./lookalikes.ts";

/** Entry of a character that is not seen. */
export const INVISIBLE = 1;
/** Set in the entry of a letter that only looks like an ASCII one: it counts as that only in a word of mixed scripts. */
export const LOOKALIKE = 0x80;

const CODE_UNITS = 65_536;
const SPACE = 32;
const FULL_WIDTH = 0xff01;
const FULL_WIDTH_END = 0xff5e;
const CIRCLED_CAPITAL = 0x24b6;
const CIRCLED_SMALL = 0x24d0;
const LETTERS = 26;

/** By UTF-16 code unit: 0 as it stands, {@link INVISIBLE}, the ASCII character it stands for, or that with {@link LOOKALIKE}. */
export const FOREIGN_TABLE: Uint8Array = tableOf();

function tableOf(): Uint8Array {
  const table = new Uint8Array(CODE_UNITS);
  for (const [from, to] of LOOKALIKES) addLookalike(table, from, to);
  for (const [first, last] of INVISIBLE_RANGES) table.fill(INVISIBLE, first, last + 1);
  for (const [first, last] of BLANK_RANGES) table.fill(SPACE, first, last + 1);
  for (const zero of DIGIT_ZEROS) for (let digit = 0; digit < 10; digit++) table[zero + digit] = 48 + digit;
  for (let i = 0; i < LIKE_ASCII.length; i += 2) table[LIKE_ASCII.charCodeAt(i)] = LIKE_ASCII.charCodeAt(i + 1);
  for (let code = FULL_WIDTH; code <= FULL_WIDTH_END; code++) table[code] = code - FULL_WIDTH + 33;
  for (let i = 0; i < LETTERS; i++) {
    table[CIRCLED_CAPITAL + i] = 65 + i;
    table[CIRCLED_SMALL + i] = 97 + i;
  }
  return table;
}

function addLookalike(table: Uint8Array, from: string, to: string): void {
  table[from.charCodeAt(0)] = LOOKALIKE | to.charCodeAt(0);
  const upper = from.toUpperCase();
  // The capital of a dotless i is the plain one.
  if (upper !== from && upper.length === 1 && upper.charCodeAt(0) > 127)
    table[upper.charCodeAt(0)] = LOOKALIKE | to.toUpperCase().charCodeAt(0);
}

const MATHEMATICAL = 0xd835;
const MATHEMATICAL_LETTERS = 0xdc00;
const LETTERS_END = 0xdea4;
const MATHEMATICAL_DIGITS = 0xdfce;
const TAGS = 0xdb40;

/** What the pair of surrogates stands for: an ASCII letter or digit, {@link INVISIBLE}, or 0 for itself. */
export function foldPair(high: number, low: number): number {
  if (high === TAGS) return low >= 0xdc00 && low <= 0xddef ? INVISIBLE : 0;
  if (high !== MATHEMATICAL) return 0;
  if (low >= MATHEMATICAL_DIGITS && low <= 0xdfff) return 48 + ((low - MATHEMATICAL_DIGITS) % 10);
  if (low < MATHEMATICAL_LETTERS || low >= LETTERS_END) return 0;
  const letter = (low - MATHEMATICAL_LETTERS) % (2 * LETTERS);
  return letter < LETTERS ? 65 + letter : 97 + letter - LETTERS;
}
