import { codeAt, isAlphanumeric, isHex, isLetter } from "../scan/characters.ts";
import { foldPair, FOREIGN_TABLE, INVISIBLE, LOOKALIKE } from "./foreign-table.ts";
import { BEHIND_BACKSLASH } from "./read-backslash.ts";
import { ESCAPE_SIGN, terminalEnd } from "./read-terminal.ts";

export const NO_HINT = -1;

const PERCENT = 37;
const AMPERSAND = 38;
const BACKSLASH = 92;
const HASH = 35;
const SEMICOLON = 59;
const HYPHEN = 45;
const UNDERSCORE = 95;
const SMALL_U = 117;
const SMALL_X = 120;
const OPENING_BRACE = 123;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const COLON = 58;
const EQUALS = 61;
const IDEOGRAPHIC_STOP = 0x3002;
/** From here on quotes are disguised ones; before, those of every printed text. */
const FULL_WIDTH = 0xff00;
/** `&UnderBar;` */
const ENTITY_END = 10;
/** `DEBUG`. */
const SHORT_WORD = 5;

/**
 * The first place in `[start, end)` where something can be decoded that might hide a secret. Looks at a few characters
 * only: ordinary text with umlauts, emoji, other scripts, `100%`, `a && b` or `\d+` has none.
 */
export function nextHint(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) {
      if (isForeignHint(text, i, code)) return i;
    } else if (code === PERCENT) {
      if (isPercentHint(text, i)) return i;
    } else if (code === BACKSLASH) {
      if (isBackslashHint(text, i)) return i;
    } else if (code === AMPERSAND) {
      if (isEntityHint(text, i)) return i;
    } else if (code === ESCAPE_SIGN && isTerminalHint(text, i)) return i;
  }
  return NO_HINT;
}

const isPercentHint = (text: string, at: number): boolean =>
  (isHex(codeAt(text, at + 1)) || codeAt(text, at + 1) === SMALL_U) && isHex(codeAt(text, at + 2));

function isBackslashHint(text: string, at: number): boolean {
  const next = codeAt(text, at + 1);
  if (!BEHIND_BACKSLASH.has(next)) return false;
  const digit = codeAt(text, at + 2);
  if (next === SMALL_U) return digit === OPENING_BRACE || (isHex(digit) && isHex(codeAt(text, at + 3)));
  return next !== SMALL_X || (isHex(digit) && isHex(codeAt(text, at + 3)));
}

function isEntityHint(text: string, at: number): boolean {
  const next = codeAt(text, at + 1);
  if (next === HASH) return isAlphanumeric(codeAt(text, at + 2));
  if (!isLetter(next)) return false;
  for (let i = at + 3; i < at + ENTITY_END; i++) {
    const code = codeAt(text, i);
    if (code === SEMICOLON) return true;
    if (!isLetter(code)) return false;
  }
  return false;
}

/** A colour that only a blank or a short word follows (`ESC[32mINFO ESC[0m `) parts no key and no value. */
function isTerminalHint(text: string, at: number): boolean {
  const start = terminalEnd(text, at);
  if (start === at || !isVisible(codeAt(text, start))) return false;
  let end = start;
  while (end - start <= SHORT_WORD && isLetter(codeAt(text, end))) end++;
  const after = codeAt(text, end);
  return end === start || end - start > SHORT_WORD || (after !== ESCAPE_SIGN && isVisible(after));
}

/** Blanks, dashes and what is not seen count only beside ASCII: so emoji, typographic text and other scripts are left. */
function isForeignHint(text: string, at: number, code: number): boolean {
  const entry = FOREIGN_TABLE[code] as number;
  const next = codeAt(text, at + 1);
  if (entry === 0) return (code & 0xfc00) === 0xd800 && foldPair(code, next) !== 0;
  const before = codeAt(text, at - 1);
  if ((entry & LOOKALIKE) !== 0) return isKeyPart(before) || isKeyPart(next);
  if (entry === INVISIBLE) return isVisible(next);
  return isAlphanumeric(entry) || isSignHint(code, before, next);
}

function isSignHint(code: number, before: number, next: number): boolean {
  if (isQuote(FOREIGN_TABLE[code] as number) && code < FULL_WIDTH) return joinsQuoted(before) || joinsQuoted(next);
  if (code === IDEOGRAPHIC_STOP) return isAlphanumeric(before) && isAlphanumeric(next);
  return isVisible(next) || isVisible(before);
}

const isKeyPart = (code: number): boolean => isLetter(code) || code === UNDERSCORE || code === HYPHEN;

const isQuote = (entry: number): boolean => entry === DOUBLE_QUOTE || entry === SINGLE_QUOTE;

/** `“key”: …`, `key=“…”`, but no sentence. */
const joinsQuoted = (code: number): boolean => code === COLON || code === EQUALS || code === OPENING_BRACE;

/** Printed ASCII. */
const isVisible = (code: number): boolean => code > 32 && code < 127;
