import { codeAt } from "../scan/characters.ts";

export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const DOLLAR = 36;
export const PERCENT = 37;
export const AND = 38;
export const APOSTROPHE = 39;
export const OPENING_ROUND = 40;
export const CLOSING_ROUND = 41;
export const STAR = 42;
export const PLUS = 43;
export const COMMA = 44;
export const HYPHEN = 45;
export const POINT = 46;
export const SLASH = 47;
export const COLON = 58;
export const SEMICOLON = 59;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const QUESTION = 63;
export const OPENING_SQUARE = 91;
export const BACKSLASH = 92;
export const CLOSING_SQUARE = 93;
export const UNDERSCORE = 95;
export const BACKTICK = 96;
export const OPENING_BRACE = 123;
export const PIPE = 124;
export const CLOSING_BRACE = 125;
export const TILDE = 126;

const MOST_BLANKS = 8;

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;
export const isQuote = (code: number): boolean => code === QUOTE || code === APOSTROPHE || code === BACKTICK;

/** Behind the blanks at `at`; more than a few stand between columns, not between key and value. */
export function skipBlanks(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_BLANKS && isBlank(codeAt(text, i))) i++;
  return i;
}

/** A set of characters as a table by ASCII code. */
export function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (const character of characters) table[character.charCodeAt(0)] = 1;
  return table;
}
