import { codeAt, isAlphanumeric, isDigit, isHex, isLetter } from "../../scan/characters.ts";
import { tableOf } from "../signs.ts";

/** Longest identifier to either side of its anchor. */
const REACH = 64;
const HYPHEN = 45;
const POINT = 46;
const UNDERSCORE = 95;
const DOLLAR = 36;
const BACKSLASH = 92;
const PERCENT = 37;
const SPACE = 32;

/** Letters beyond ASCII, without the blanks, quotes and dashes that stand among them. */
const isForeignLetter = (code: number): boolean =>
  code > 191 && (code < 0x2000 || code > 0x206f) && (code < 0x3000 || code > 0x303f) && code !== 0xfeff;

/** Letters, digits, `_`, `-` and `.`. */
const PARTS = tableOf("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

const isPart = (code: number): boolean => (code < 128 ? PARTS[code] === 1 : isForeignLetter(code));

/** Where the identifier around an anchor begins; -1 if it is longer than identifiers are. */
export function identifierStart(text: string, anchor: number, floor: number): number {
  const lowest = Math.max(floor, anchor - REACH);
  let start = anchor;
  while (start > lowest && isPart(codeAt(text, start - 1))) start--;
  if (start === lowest && lowest > floor && isPart(codeAt(text, start - 1))) return -1;
  start += escapedLength(text, start, floor);
  while (start < anchor && !isWordPart(codeAt(text, start))) start++;
  return Math.min(start, anchor);
}

const isWordPart = (code: number): boolean =>
  code !== HYPHEN && code !== POINT && code !== UNDERSCORE && code !== DOLLAR;

/** `\npassword`, `\u000apassword`, `%26password`: what belongs to the escape in front. */
function escapedLength(text: string, start: number, floor: number): number {
  if (start === floor) return 0;
  const before = codeAt(text, start - 1);
  const first = codeAt(text, start);
  if (before === PERCENT && isHex(first) && isHex(codeAt(text, start + 1))) return 2;
  if (before !== BACKSLASH) return 0;
  if (first === 117) return isHex(codeAt(text, start + 1)) && isDigit(codeAt(text, start + 2)) ? 5 : 0;
  if (first === 120) return isHex(codeAt(text, start + 1)) ? 3 : 0;
  return "nrtbfv0".includes(text.charAt(start)) ? 1 : 0;
}

/** Where it ends; -1 if it is longer than identifiers are. */
export function identifierEnd(text: string, anchor: number): number {
  const highest = Math.min(text.length, anchor + REACH);
  let end = anchor;
  while (end < highest && isPart(codeAt(text, end))) end++;
  if (end === highest && isPart(codeAt(text, end))) return -1;
  while (end > anchor && !isAlphanumeric(codeAt(text, end - 1)) && !isForeignLetter(codeAt(text, end - 1))) end--;
  return end;
}

/** One more word behind `end`, before a separator: `card no: …`, `birth date = …`; else `end`. */
export function withNextWord(text: string, end: number): number {
  if (codeAt(text, end) !== SPACE) return end;
  let at = end + 1;
  while (at - end <= 8 && isLetter(codeAt(text, at))) at++;
  if (at === end + 1) return end;
  let after = at;
  if (codeAt(text, after) === POINT || codeAt(text, after) === SPACE) after++;
  const separator = codeAt(text, after);
  return separator === 58 || separator === 61 ? at : end;
}

/** Where the word in front of `start` begins, one blank between; `start` if there is none. */
export function previousWord(text: string, start: number, floor: number): number {
  if (start - 2 < floor || codeAt(text, start - 1) !== SPACE) return start;
  let at = start - 1;
  const lowest = Math.max(floor, at - 20);
  while (at > lowest && (isPart(codeAt(text, at - 1)) || codeAt(text, at - 1) === 39)) at--;
  return at === start - 1 ? start : at;
}
