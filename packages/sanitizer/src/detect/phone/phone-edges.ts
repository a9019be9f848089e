import { HYPHEN, POINT, SLASH, SPACE } from "../number/separators.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter } from "../scan/characters.ts";
import { contextBefore, DIRECT } from "./phone-context.ts";
import { STRONG } from "./phone-words.ts";

const COLON = 58;
/** Beyond ASCII: `тел.`. */
const LETTERS = 0xc0;
/** A number that one of these stands before is part of a word, a path, an amount, a ticket. */
const JOINS_BEFORE: ReadonlySet<number> = new Set(Array.from("_#$%@\\+*~^-./", (character) => character.charCodeAt(0)));
const MARKUP: ReadonlySet<number> = new Set(Array.from("*~", (character) => character.charCodeAt(0)));
const JOINS_BEHIND: ReadonlySet<number> = new Set(Array.from("_@%", (character) => character.charCodeAt(0)));

/** Whether a national number may begin at `from`. */
export function mayBegin(text: string, from: number, floor: number): boolean {
  if (from <= floor) return true;
  const before = codeAt(text, from - 1);
  if (isAlphanumeric(before)) return false;
  const further = codeAt(text, from - 2);
  // `12:555`; `Tel.030 901820` is written without a space too.
  if (before === COLON) return !isDigit(further);
  if (before === POINT && (isLetter(further) || further >= LETTERS)) {
    const { meaning, closeness } = contextBefore(text, from);
    return meaning === STRONG && closeness === DIRECT;
  }
  return !JOINS_BEFORE.has(before) || isMarkup(before, further);
}

/** `**(555) 123-4567**` in Markdown, but not `3*555-123-4567`. */
const isMarkup = (sign: number, beyond: number): boolean => MARKUP.has(sign) && !isAlphanumeric(beyond);

/** Whether a national number may end at `end`. */
export function mayEnd(text: string, end: number): boolean {
  const after = codeAt(text, end);
  if (isAlphanumeric(after) || JOINS_BEHIND.has(after)) return false;
  const joins = after === HYPHEN || after === POINT || after === SLASH || after === COLON;
  return !joins || !isAlphanumeric(codeAt(text, end + 1));
}

/** Where a long-distance prefix before the number begins (`1 (555) …`, `8 (495) …`), else `from`. */
export function withPrefix(text: string, from: number, floor: number): number {
  const gap = codeAt(text, from - 1);
  const digit = gap === SPACE || gap === HYPHEN ? from - 2 : from - 1;
  if (digit < floor) return from;
  const code = codeAt(text, digit);
  return (code === ONE || code === SEVEN || code === EIGHT) && mayBegin(text, digit, floor) ? digit : from;
}

const ONE = 49;
const SEVEN = 55;
const EIGHT = 56;
