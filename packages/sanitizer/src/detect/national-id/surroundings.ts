import { codeAt, isAlphanumeric, isDigit } from "../scan/characters.ts";

/** How a candidate stands in the text. */
export const FREE = 0;
/** A separator joins it to a word (`ORD-123-45-6789`, `id_123…`): only a word near tells. */
export const JOINED = 1;
/** Part of a longer number or word: nobody's id. */
export const INSIDE = 2;

const UNDERSCORE = 95;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const PLUS = 43;
const SPACE = 32;

export function joins(text: string, start: number, end: number): number {
  return Math.max(before(text, start), behind(text, start, end));
}

function before(text: string, start: number): number {
  if (start === 0) return FREE;
  const code = codeAt(text, start - 1);
  if (isAlphanumeric(code)) return INSIDE;
  if (code === PLUS || code === UNDERSCORE) return JOINED;
  const beyond = codeAt(text, start - 2);
  if (code === SLASH) return isDigit(beyond) ? JOINED : FREE;
  if (code !== HYPHEN && code !== POINT) return FREE;
  if (isDigit(beyond)) return INSIDE;
  return isAlphanumeric(beyond) ? JOINED : FREE;
}

function behind(text: string, start: number, end: number): number {
  const code = codeAt(text, end);
  if (isAlphanumeric(code)) return INSIDE;
  if (code === UNDERSCORE) return JOINED;
  const next = codeAt(text, end + 1);
  if (isDigit(next)) return joinsDigit(text.slice(start, end), code);
  return code === HYPHEN && isAlphanumeric(next) ? JOINED : FREE;
}

function joinsDigit(candidate: string, code: number): number {
  if (code === HYPHEN || code === POINT) return INSIDE;
  if (code === SLASH) return JOINED;
  // Columns of numbers: `943 476 5919 212`.
  return code === SPACE && candidate.includes(" ") ? JOINED : FREE;
}
