import { isDigit, isLetter } from "../scan/characters.ts";
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

/** `ESC[1;31m`: a colour of the terminal, which stands in logs directly before and behind values, or within them. */
export function readTerminal(codes: ArrayLike<number>, start: number): Escape {
  if (codes[start + 1] !== OPENING) return NO_ESCAPE;
  for (let i = start + 2; i < start + MOST_UNITS; i++) {
    const code = codes[i] ?? 0;
    if (isLetter(code)) return escapeOf(i + 1 - start, ZERO_WIDTH_SPACE);
    if (!isDigit(code) && code !== SEMICOLON && code !== COLON) return NO_ESCAPE;
  }
  return NO_ESCAPE;
}
