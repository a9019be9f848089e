import { codeAt, isDigit, isLetter } from "../scan/characters.ts";
import type { Escape } from "./escape.ts";
import { escapeOf, NO_ESCAPE } from "./escape.ts";

export const ESCAPE_SIGN = 27;

const OPENING = 91;
const SEMICOLON = 59;
const COLON = 58;
/** Of `ESC[38;2;255;128;0m`, with room to spare. */
const MOST_UNITS = 24;
/** Not seen, so that nothing is written in its place. */
const ZERO_WIDTH_SPACE = 0x200b;

const isParameter = (code: number): boolean => isDigit(code) || code === SEMICOLON || code === COLON;

/** `ESC[1;31m`: a colour of the terminal, which stands in logs directly before and behind values, or within them. */
export function readTerminal(codes: ArrayLike<number>, start: number): Escape {
  if (codes[start + 1] !== OPENING) return NO_ESCAPE;
  let end = start + 2;
  while (end < start + MOST_UNITS && isParameter(codes[end] ?? 0)) end++;
  return isLetter(codes[end] ?? 0) ? escapeOf(end + 1 - start, ZERO_WIDTH_SPACE) : NO_ESCAPE;
}

/** The same in a text: behind it, or `start` itself where there is none. */
export function terminalEnd(text: string, start: number): number {
  if (codeAt(text, start + 1) !== OPENING) return start;
  let end = start + 2;
  while (end < start + MOST_UNITS && isParameter(codeAt(text, end))) end++;
  return isLetter(codeAt(text, end)) ? end + 1 : start;
}
