import { codeAt } from "../../scan/characters.ts";
import {
  AND,
  BACKSLASH,
  CLOSING_ROUND,
  CLOSING_SQUARE,
  COLON,
  COMMA,
  EQUALS,
  GREATER,
  HYPHEN,
  LESS,
  NEWLINE,
  OPENING_ROUND,
  PERCENT,
  PIPE,
  RETURN,
  SEMICOLON,
  SLASH,
  STAR,
  TILDE,
  isBlank,
  isQuote,
  skipBlanks,
  tableOf,
} from "../signs.ts";
import { afterAttributes, afterCell, afterElement, isTagName } from "./element.ts";
import { linkAt } from "./link-words.ts";
import { afterPair, afterValueLine, afterValueWord } from "./pair.ts";
import type { Place } from "./place.ts";
import { place, placeAt } from "./place.ts";

const MOST_CLOSERS = 8;
/** Behind the colon of a key, not of a name with a part behind it. */
const LOOSE = tableOf(" \t\n\r\\*");

/** What follows the key `[start, end)`. */
export function readSeparator(text: string, start: number, end: number): Place {
  place.quoted = false;
  const closed = skipClosers(text, end);
  const at = skipBlanks(text, closed);
  switch (codeAt(text, at)) {
    case EQUALS:
      return afterEquals(text, at);
    case COLON:
      return afterColon(text, at);
    case PERCENT:
      return afterPercent(text, at);
    case BACKSLASH:
      return afterEscape(text, at);
    case GREATER:
    case AND:
      return afterElement(text, start, { end, at });
    case COMMA:
    case SEMICOLON:
    case RETURN:
      return place.quoted ? afterPair(text, start, at) : placeAt("none", at);
    case NEWLINE:
      return afterValueLine(text, at);
    default:
      return afterOther(text, { start, closed, at });
  }
}

function afterOther(text: string, blanks: Blanks): Place {
  const { start, closed, at } = blanks;
  const code = codeAt(text, at);
  const next = codeAt(text, at + 1);
  if (code === HYPHEN && next === GREATER) return placeAt("colon", at + 2);
  if (code === PIPE) return placeAt(isBlank(next) && isInTable(text, start) ? "pair" : "none", at + 1);
  if (code === OPENING_ROUND && closed === at && isFunction(text, start, at)) return placeAt("words", at + 1);
  return behindBlank(text, blanks);
}

/** `| password | … |`: the key alone in its cell. */
function isInTable(text: string, start: number): boolean {
  let i = start - 1;
  while (start - i < MOST_CLOSERS && isBlank(codeAt(text, i))) i--;
  return codeAt(text, i) === PIPE;
}

/** SQL: `PASSWORD('…')`; any other function with such a name may take anything. */
function isFunction(text: string, start: number, end: number): boolean {
  return isQuote(codeAt(text, end + 1)) && text.slice(start, end).toLowerCase() === "password";
}

/** Behind what closes a key: quotes, escaped ones too, brackets, the stars of Markdown. */
function skipClosers(text: string, end: number): number {
  let at = end;
  for (let count = 0; count < MOST_CLOSERS; count++) {
    const length = closerLength(text, at);
    if (length === 0) break;
    at += length;
  }
  return at;
}

function closerLength(text: string, at: number): number {
  const code = codeAt(text, at);
  if (isQuote(code)) {
    place.quoted = true;
    return 1;
  }
  switch (code) {
    case CLOSING_SQUARE:
    case STAR:
    case CLOSING_ROUND:
      return 1;
    case COLON:
      return visibilityLength(text, at);
    case BACKSLASH:
      return closesEscaped(codeAt(text, at + 1)) ? 1 : 0;
    case PERCENT:
      return isEncodedCloser(text, at) ? 3 : 0;
    case AND:
      return entityLength(text, at);
    default:
      return 0;
  }
}

const closesEscaped = (next: number): boolean => next === BACKSLASH || isQuote(next);

function entityLength(text: string, at: number): number {
  const length = entityQuote(text, at);
  if (length > 0) place.quoted = true;
  return length;
}

/** PHP's dumps: `["password":protected]=>`, `[password:protected] =>`. */
const VISIBILITIES: readonly string[] = [":protected]", ":private]"];

const visibilityLength = (text: string, at: number): number =>
  VISIBILITIES.find((word) => text.startsWith(word, at))?.length ?? 0;

/** `%22`, `%27`, `%5D`. */
function isEncodedCloser(text: string, at: number): boolean {
  const high = codeAt(text, at + 1);
  const low = codeAt(text, at + 2);
  if (high === 50) return low === 50 || low === 55;
  return high === 53 && (low | 32) === 100;
}

const ENTITIES: readonly string[] = ["&quot;", "&#34;", "&#39;", "&apos;", "&#x27;", "&#x22;"];

/** Length of the quote written as an entity at `at`; 0 if there is none. */
export const entityQuote = (text: string, at: number): number =>
  ENTITIES.find((entity) => text.startsWith(entity, at))?.length ?? 0;

function afterEquals(text: string, at: number): Place {
  const next = codeAt(text, at + 1);
  if (next === GREATER) return placeAt("arrow", at + 2);
  // A comparison, not an assignment; `=~` as well.
  return next === EQUALS || next === TILDE ? placeAt("none", at) : placeAt("equals", at + 1);
}

function afterColon(text: string, at: number): Place {
  const next = codeAt(text, at + 1);
  if (next === EQUALS) return placeAt("equals", at + 2);
  if (next === COLON || (next === SLASH && codeAt(text, at + 2) === SLASH)) return placeAt("none", at);
  const loose = place.quoted || isQuote(next) || (next < 128 && LOOSE[next] === 1);
  return placeAt(loose ? "colon" : "tight", behindStars(text, at + 1));
}

/** `**Password:** value`; stars that no blank follows are the value, masked already. */
function behindStars(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_CLOSERS && codeAt(text, i) === STAR) i++;
  return isBlank(codeAt(text, i)) ? i : at;
}

/** `%3D`, `%3A`, `%253D`. */
function afterPercent(text: string, at: number): Place {
  let i = at + 1;
  while (i - at < 8 && codeAt(text, i) === 50 && codeAt(text, i + 1) === 53) i += 2;
  const low = codeAt(text, i + 1) | 32;
  return codeAt(text, i) === 51 && (low === 100 || low === 97) ? placeAt("percent", i + 2) : placeAt("none", at);
}

/** `\u003d`, `\x3d`, also with several backslashes. */
function afterEscape(text: string, at: number): Place {
  let i = at;
  while (i - at < MOST_CLOSERS && codeAt(text, i) === BACKSLASH) i++;
  if (text.startsWith("u003", i)) i += 4;
  else if (text.startsWith("x3", i)) i += 2;
  else return placeAt("none", at);
  const low = codeAt(text, i) | 32;
  return low === 100 || low === 97 ? placeAt("equals", i + 1) : placeAt("none", at);
}

interface Blanks {
  readonly start: number;
  /** Behind the key and what closes it. */
  readonly closed: number;
  /** Behind blanks. */
  readonly at: number;
}

function behindBlank(text: string, { start, closed, at }: Blanks): Place {
  if (codeAt(text, at) === LESS) return afterCell(text, closed);
  if (closed === at) return placeAt("none", at);
  if (isTagName(text, start)) return afterAttributes(text, at);
  if (place.quoted) return afterValueWord(text, at);
  if (codeAt(text, start - 1) === HYPHEN) return placeAt("flag", at);
  const link = linkAt(text, at);
  if (link !== undefined) return placeAt(link.form, link.end);
  return codeAt(text, at) === OPENING_ROUND ? placeAt("far", at + 1) : placeAt("words", at);
}
