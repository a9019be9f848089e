import { codeAt } from "../../scan/characters.ts";
import { entityQuote } from "../join/separator.ts";
import { AND, BACKSLASH, NEWLINE, PERCENT, QUOTE, SPACE } from "../signs.ts";
import type { Opening } from "./opening.ts";

/** Longest quoted value that is looked through for its end. */
const LONGEST_QUOTED = 16_384;
const MOST_BACKSLASHES = 48;

/** Behind the quoted value; -1 where its line ends without what closes it. */
export function quotedEnd(text: string, opening: Opening): number {
  const { start, quote } = opening;
  if (quote === AND) return encodedEnd(text, start, (at) => entityQuote(text, at) > 0);
  if (quote === PERCENT) return encodedEnd(text, start, (at) => isEncodedQuote(text, at));
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === quote) return i;
    if (code === NEWLINE) return -1;
    if (code !== BACKSLASH) continue;
    const behind = backslashesEnd(text, i);
    if (codeAt(text, behind) !== quote) i = behind - 1;
    else if (opening.level === 0 && (behind - i) % 2 === 0) return behind;
    else if (opening.level > 0 && behind - i <= opening.level) return i;
    else i = behind;
  }
  // The text was cut, or nobody's value is so long: what is there is taken.
  return limit;
}

const isEncodedQuote = (text: string, at: number): boolean => text.startsWith("%22", at) || text.startsWith("%27", at);

function backslashesEnd(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_BACKSLASHES && codeAt(text, i) === BACKSLASH) i++;
  return i;
}

function encodedEnd(text: string, start: number, closes: (at: number) => boolean): number {
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    if (code <= SPACE || code === QUOTE) return i;
    if ((code === AND || code === PERCENT) && closes(i)) return i;
  }
  return limit;
}
