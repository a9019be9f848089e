import { isAlphanumeric, isLetter } from "../scan/characters.ts";
import { isLinkWord } from "./separator.ts";
import { COLON, EQUALS, GREATER, HYPHEN, LESS, SPACE, isBlank, isQuote, skipBlanks, tableOf } from "./signs.ts";

/** May stand directly behind a key whose value follows. */
const BEHIND_KEY = tableOf("=:\"'`\\%<>&]*-)");
const LONGEST_WORD = 24;

/**
 * Whether a value can follow the identifier that ends at `end`: the cheapest question, asked first, which ordinary
 * sentences answer with no.
 */
export function mayFollow(text: string, end: number, isFlag: boolean): boolean {
  const code = text.charCodeAt(end);
  if (!isBlank(code)) return code < 128 && BEHIND_KEY[code] === 1;
  const at = skipBlanks(text, end);
  const next = text.charCodeAt(at);
  if (next === EQUALS || next === COLON || isQuote(next)) return true;
  if (isFlag) return next > SPACE && next !== HYPHEN;
  if (next === HYPHEN) return text.charCodeAt(at + 1) === GREATER;
  return next > SPACE && next !== LESS && wordMayFollow(text, at);
}

/** A link (`is`), the rest of the key (`number:`), or a word that is more than letters. */
function wordMayFollow(text: string, at: number): boolean {
  let i = at;
  while (i - at < LONGEST_WORD && isLetter(text.charCodeAt(i))) i++;
  const code = text.charCodeAt(i);
  if (Number.isNaN(code)) return false;
  if (code > SPACE) return code === COLON || code === EQUALS || i - at === LONGEST_WORD || isMore(text, i);
  if (isBlank(code) && (text.charCodeAt(i + 1) === COLON || text.charCodeAt(i + 1) === EQUALS)) return true;
  return i - at < 4 && isLinkWord(text, at);
}

/** Not the point or comma behind a sentence. */
const isMore = (text: string, at: number): boolean => isAlphanumeric(text.charCodeAt(at)) || text.charCodeAt(at + 1) > SPACE;
