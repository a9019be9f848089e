import { isAlphanumeric, isLetter } from "../scan/characters.ts";
import { linkAt } from "./link-words.ts";
import {
  CLOSING_ROUND,
  COLON,
  EQUALS,
  GREATER,
  HYPHEN,
  LESS,
  OPENING_ROUND,
  PIPE,
  SPACE,
  isBlank,
  isQuote,
  skipBlanks,
  tableOf,
} from "./signs.ts";

const LETTER_V = 118;

/** May stand directly behind a key whose value follows. */
const BEHIND_KEY = tableOf("=:\\%<>&]*-\n");
/** May stand behind the quote or bracket that closes a key. */
const BEHIND_CLOSED = tableOf(":=,;>]%&\r\\\"'");
const LONGEST_WORD = 24;
const LONGEST_LINK = 5;

/**
 * Whether a value can follow the identifier that ends at `end`: the cheapest question, asked first, which ordinary
 * sentences answer with no.
 */
export function mayFollow(text: string, end: number, isFlag: boolean): boolean {
  const code = text.charCodeAt(end);
  if (code > 127) return false;
  if (BEHIND_KEY[code] === 1) return true;
  if (isQuote(code)) return mayFollowQuote(text, end + 1);
  if (isBlank(code)) return mayFollowBlank(text, skipBlanks(text, end), isFlag);
  if (code === OPENING_ROUND) return isQuote(text.charCodeAt(end + 1));
  return code === CLOSING_ROUND && isSeparator(text.charCodeAt(skipBlanks(text, end + 1)));
}

const isSeparator = (code: number): boolean => code === COLON || code === EQUALS;

function mayFollowQuote(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (!isBlank(code)) return code < 128 && BEHIND_CLOSED[code] === 1;
  const next = text.charCodeAt(skipBlanks(text, at));
  // `value="…"` after `name="password"`, `=>`, `->`.
  return isSeparator(next) || next === HYPHEN || isQuote(next) || (next | 32) === LETTER_V;
}

function mayFollowBlank(text: string, at: number, isFlag: boolean): boolean {
  const next = text.charCodeAt(at);
  if (isSeparator(next) || next === PIPE || isQuote(next)) return true;
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
  return i - at < LONGEST_LINK && linkAt(text, at) !== undefined;
}

/** Not the point or comma behind a sentence. */
const isMore = (text: string, at: number): boolean =>
  isAlphanumeric(text.charCodeAt(at)) || text.charCodeAt(at + 1) > SPACE;
