import { codeAt, isAlphanumeric, isLetter } from "../../scan/characters.ts";
import { linkAt } from "../join/link-words.ts";
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
} from "../signs.ts";

const LETTER_V = 118;

/** May stand directly behind a key whose value follows. */
const BEHIND_KEY = tableOf("=:\\%<>&]*-\n");
/** May stand behind the quote or bracket that closes a key. */
const BEHIND_CLOSED = tableOf(":=,;>]%&\r\\\"'");
const LONGEST_WORD = 24;
const LONGEST_LINK = 8;

/**
 * Whether a value can follow the identifier that ends at `end`: the cheapest question, asked first, which ordinary
 * sentences answer with no.
 */
export function mayFollow(text: string, end: number, isFlag: boolean): boolean {
  const code = codeAt(text, end);
  if (code > 127) return false;
  if (BEHIND_KEY[code] === 1) return true;
  if (isQuote(code)) return mayFollowQuote(text, end + 1);
  if (isBlank(code)) return mayFollowBlank(text, skipBlanks(text, end), isFlag);
  if (code === OPENING_ROUND) return isQuote(codeAt(text, end + 1));
  return code === CLOSING_ROUND && isSeparator(codeAt(text, skipBlanks(text, end + 1)));
}

const isSeparator = (code: number): boolean => code === COLON || code === EQUALS;

function mayFollowQuote(text: string, at: number): boolean {
  const code = codeAt(text, at);
  if (!isBlank(code)) return code < 128 && BEHIND_CLOSED[code] === 1;
  const next = codeAt(text, skipBlanks(text, at));
  // `value="…"` after `name="password"`, `=>`, `->`.
  return isSeparator(next) || next === HYPHEN || isQuote(next) || (next | 32) === LETTER_V;
}

function mayFollowBlank(text: string, at: number, isFlag: boolean): boolean {
  const next = codeAt(text, at);
  if (isSeparator(next) || next === PIPE || isQuote(next)) return true;
  if (isFlag) return next > SPACE && next !== HYPHEN;
  if (next === HYPHEN) return codeAt(text, at + 1) === GREATER;
  return next > SPACE && next !== LESS && wordMayFollow(text, at);
}

/** A link (`is`), the rest of the key (`number:`), or a word that is more than letters. */
function wordMayFollow(text: string, at: number): boolean {
  let i = at;
  while (i - at < LONGEST_WORD && isLetter(codeAt(text, i))) i++;
  const code = codeAt(text, i);
  if (code > SPACE) return code === COLON || code === EQUALS || i - at === LONGEST_WORD || isMore(text, i);
  if (isBlank(code) && (codeAt(text, i + 1) === COLON || codeAt(text, i + 1) === EQUALS)) return true;
  return i - at < LONGEST_LINK && linkAt(text, at) !== undefined;
}

/** Not the point or comma behind a sentence. */
const isMore = (text: string, at: number): boolean => isAlphanumeric(codeAt(text, at)) || codeAt(text, at + 1) > SPACE;
