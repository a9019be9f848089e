import { isAlphanumeric, isLetter } from "../scan/characters.ts";
import type { Opening } from "./opening.ts";
import type { Form } from "./place.ts";
import { entityQuote } from "./separator.ts";
import {
  AND,
  APOSTROPHE,
  BACKSLASH,
  CLOSING_BRACE,
  CLOSING_ROUND,
  CLOSING_SQUARE,
  COLON,
  COMMA,
  DOLLAR,
  EQUALS,
  LESS,
  NEWLINE,
  OPENING_BRACE,
  OPENING_ROUND,
  OPENING_SQUARE,
  PERCENT,
  POINT,
  QUOTE,
  SEMICOLON,
  SPACE,
  UNDERSCORE,
  HYPHEN,
  isQuote,
  tableOf,
} from "./signs.ts";

/** Longest quoted value that is looked through for its end. */
const LONGEST_QUOTED = 16_384;
const LONGEST_KEY = 48;
const LONGEST_ELEMENT = 4_096;

/** Behind the quoted value; -1 where its line ends without what closes it. */
export function quotedEnd(text: string, { start, quote, level }: Opening): number {
  if (quote === AND) return encodedEnd(text, start, (at) => entityQuote(text, at) > 0);
  if (quote === PERCENT)
    return encodedEnd(text, start, (at) => text.startsWith("%22", at) || text.startsWith("%27", at));
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  for (let i = start; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) return i;
    if (code === NEWLINE) return -1;
    if (code !== BACKSLASH) continue;
    const first = i;
    while (text.charCodeAt(i + 1) === BACKSLASH && i - first < LONGEST_KEY) i++;
    if (text.charCodeAt(i + 1) !== quote) continue;
    const closes = level === 0 ? (i - first) % 2 === 1 : i + 1 - first <= level;
    if (closes) return level === 0 ? i + 1 : first;
    i++;
  }
  // The text was cut, or nobody's value is so long: what is there is taken.
  return limit;
}

function encodedEnd(text: string, start: number, closes: (at: number) => boolean): number {
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  for (let i = start; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (code <= SPACE || code === QUOTE) return i;
    if ((code === AND || code === PERCENT) && closes(i)) return i;
  }
  return limit;
}

/** Behind the text of an element, blanks at its end cut off; -1 where no other tag follows. */
export function elementEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_ELEMENT);
  let end = start;
  for (let i = start; i < limit; i++) {
    const code = text.charCodeAt(i);
    if (
      code === LESS ||
      (code === CLOSING_SQUARE && text.startsWith("]]>", i)) ||
      (code === AND && text.startsWith("&lt;", i))
    ) {
      return end;
    }
    if (code > SPACE) end = i + 1;
  }
  return -1;
}

/** End a value always. */
const HARD = tableOf('"<>`|');
/** End it unless it goes on behind them. */
const SOFT = tableOf(",;&)]}'\\");

/** Behind the unquoted value, at most `limit` characters from `start`. */
export function wordEnd(text: string, start: number, options: { readonly form: Form; readonly limit: number }): number {
  const last = Math.min(text.length, start + options.limit);
  // `$argon2id$v=19$m=65536,t=3,p=4$…`
  const isHash = text.charCodeAt(start) === DOLLAR && text.startsWith("$argon2", start);
  let open = 0;
  let end = start;
  for (; end < last; end++) {
    const code = text.charCodeAt(end);
    if (code <= SPACE || code === 0xa0) break;
    if (code > 127) continue;
    if (HARD[code] === 1) break;
    if (code === OPENING_ROUND || code === OPENING_SQUARE || code === OPENING_BRACE) open++;
    else if (code === PERCENT && options.form === "percent" && isEncodedEnd(text, end)) break;
    else if (SOFT[code] === 1) {
      if (isClosing(code) && open > 0) open--;
      else if (endsAt(text, end, code) && !(isHash && code === COMMA)) break;
    }
  }
  return withoutPoint(text, start, end);
}

const isClosing = (code: number): boolean =>
  code === CLOSING_ROUND || code === CLOSING_SQUARE || code === CLOSING_BRACE;

/** `%26`, `%0A`, `%22` and others that would end it if they were not encoded. */
function isEncodedEnd(text: string, at: number): boolean {
  const high = text.charCodeAt(at + 1);
  const low = text.charCodeAt(at + 2) | 32;
  if (high === 48) return true;
  if (high === 50) return low === 54 || low === 50 || low === 55 || low === 99 || low === 48;
  return (high === 55 && low === 100) || (high === 51 && low === 98);
}

/** Whether the sign at `at` stands behind the value and not within it: `Tr0ub4dor&3`, but `x&user=…`. */
function endsAt(text: string, at: number, code: number): boolean {
  const next = text.charCodeAt(at + 1);
  switch (code) {
    case APOSTROPHE:
    case CLOSING_BRACE:
    case CLOSING_ROUND:
    case CLOSING_SQUARE:
      return !isAlphanumeric(next);
    case BACKSLASH:
      return isQuote(next) || "nrtu\\/&".includes(text.charAt(at + 1));
    case AND:
      return next === AND || entityQuote(text, at) > 0 || text.startsWith("amp;", at + 1) || !goesOn(text, at + 1);
    default:
      return !goesOn(text, at + 1);
  }
}

/** Whether what stands at `at` is more of the value: no blank, no end, no next `key=`. */
function goesOn(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  if (Number.isNaN(first) || first <= SPACE || (first < 128 && (HARD[first] === 1 || SOFT[first] === 1))) return false;
  if (first === OPENING_BRACE || first === OPENING_SQUARE || isQuote(first)) return false;
  let i = at;
  while (i - at < LONGEST_KEY && isKeyPart(text.charCodeAt(i))) i++;
  const behind = text.charCodeAt(i);
  return !(i > at && (behind === EQUALS || behind === COLON) && isLetter(first));
}

const isKeyPart = (code: number): boolean =>
  isAlphanumeric(code) || code === UNDERSCORE || code === HYPHEN || code === POINT;

/** Signs at the end belong to the sentence, but `!`, `?` and `=` to passwords and base64. */
function withoutPoint(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1) {
    const code = text.charCodeAt(last - 1);
    if (code !== POINT && code !== COMMA && code !== SEMICOLON && code !== COLON) break;
    last--;
  }
  return last;
}
