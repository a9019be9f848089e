import { codeAt, isAlphanumeric, isDigit } from "../../scan/characters.ts";

/** How a candidate stands in the text. */
export const FREE = 0;
/** A separator joins it to a word (`ORD-123-45-6789`, `id_123…`): only a word near tells. */
const JOINED = 1;
/** Part of a longer number or word: nobody's id. */
export const INSIDE = 2;

const UNDERSCORE = 95;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const PLUS = 43;
const SPACE = 32;
/** No columns happen to have as many groups of the right lengths (`1 85 05 78 006 084 91`) and a check digit. */
const BEYOND_COLUMNS = 18;

export function joins(text: string, start: number, end: number): number {
  return Math.max(before(text, start), behind(text, start, end));
}

function before(text: string, start: number): number {
  if (start === 0) return FREE;
  const code = codeAt(text, start - 1);
  if (isAlphanumeric(code)) return INSIDE;
  const beyond = codeAt(text, start - 2);
  // `_123-45-6789_` is written in italics.
  if (code === PLUS || (code === UNDERSCORE && isAlphanumeric(beyond))) return JOINED;
  if (code === SLASH) return isDigit(beyond) ? JOINED : FREE;
  if (code !== HYPHEN && code !== POINT) return FREE;
  if (isDigit(beyond)) return INSIDE;
  return isAlphanumeric(beyond) ? JOINED : FREE;
}

function behind(text: string, start: number, end: number): number {
  const code = codeAt(text, end);
  if (isAlphanumeric(code)) return INSIDE;
  const next = codeAt(text, end + 1);
  if (code === UNDERSCORE) return isAlphanumeric(next) ? JOINED : FREE;
  if (isDigit(next)) return joinsDigit(text.slice(start, end), code);
  return code === HYPHEN && isAlphanumeric(next) ? JOINED : FREE;
}

function joinsDigit(candidate: string, code: number): number {
  if (code === HYPHEN || code === POINT) return INSIDE;
  if (code === SLASH) return JOINED;
  // Columns of numbers: `943 476 5919 212`.
  return code === SPACE && candidate.includes(" ") && candidate.length < BEYOND_COLUMNS ? JOINED : FREE;
}
