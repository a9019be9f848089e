import { codeAt, isAlphanumeric, isHex, isLetter } from "../scan/characters.ts";

const BACKSLASH = 92;
const HYPHEN = 45;
const PERCENT = 37;
const PLUS = 43;
const POINT = 46;
const SLASH = 47;
const UNDERSCORE = 95;

/**
 * Whether a value can begin at `start`: no letter or digit before it, unless that one belongs to an escape (`\n`,
 * `%3D`, `=`).
 */
export function beginsAt(text: string, start: number, floor: number): boolean {
  if (start <= floor) return true;
  const before = codeAt(text, start - 1);
  if (!isAlphanumeric(before)) return true;
  const two = codeAt(text, start - 2);
  if (two === BACKSLASH) return start - 2 >= floor && isLetter(before);
  const three = codeAt(text, start - 3);
  if (three === PERCENT) return start - 3 >= floor && isHex(before) && isHex(two);
  return isUnicodeEscape(text, start, floor);
}

const isUnicodeEscape = (text: string, start: number, floor: number): boolean =>
  start - 6 >= floor && codeAt(text, start - 6) === BACKSLASH && text.startsWith("u00", start - 5);

/** Whether a value can end before `end`: what follows does not go on with it. */
export function endsAt(text: string, end: number): boolean {
  const after = codeAt(text, end);
  return !isAlphanumeric(after) && after !== UNDERSCORE;
}

const joins = (code: number): boolean =>
  code === HYPHEN || code === UNDERSCORE || code === POINT || code === SLASH || code === PLUS;

/** Whether `[start, end)` stands for itself: no part of a longer name, a path, a file's name (`cache/key-0cc1….json`). */
export function standsApart(text: string, start: number, end: number): boolean {
  if (start > 0 && joins(codeAt(text, start - 1))) return false;
  const after = codeAt(text, end);
  if (after === POINT) return !isAlphanumeric(codeAt(text, end + 1));
  return after !== HYPHEN && after !== SLASH;
}
