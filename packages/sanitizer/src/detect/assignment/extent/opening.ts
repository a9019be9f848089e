import { codeAt, isAlphanumeric, isDigit, isLetter } from "../../scan/characters.ts";
import { tagEnd } from "../join/element.ts";
import type { Form } from "../join/place.ts";
import { entityQuote } from "../join/separator.ts";
import {
  AND,
  BACKSLASH,
  COLON,
  HYPHEN,
  LESS,
  GREATER,
  PIPE,
  NEWLINE,
  OPENING_BRACE,
  OPENING_ROUND,
  OPENING_SQUARE,
  PERCENT,
  RETURN,
  SPACE,
  UNDERSCORE,
  isBlank,
  isQuote,
  skipBlanks,
} from "../signs.ts";

/** What opens a value. Reused for the next: copy what must stay. */
export interface Opening {
  /** Of the value itself. */
  start: number;
  /** What closes it: a quote's code, `&` for an entity, `%` for an encoded quote; 0 for none. */
  quote: number;
  /** Backslashes in front of the quote: JSON in a string has one, once more wrapped three. */
  level: number;
  /** The value stands in an array, whose other elements are values as well. */
  listed: boolean;
}

const opening: Opening = { start: 0, quote: 0, level: 0, listed: false };

const MOST_STEPS = 8;
const LONGEST_KEY = 48;
const LOWER_S = 115;
const MOST_BACKSLASHES = 15;
/** Of languages that mark what kind of string follows: `b"…"`, `N'…'`, `@"…"`. */
const PREFIXES = "bBuUrRfFNL@";
/** Hold one value, as they are printed: `Some("…")`, `Optional[…]`, `{"value":"…"}`. */
const WRAPPERS: readonly string[] = [
  "Some(",
  "Ok(",
  "Optional[",
  "Secret(",
  "SecretStr(",
  "SecretString(",
  "String(",
  "str(",
];
const INNER_KEYS: readonly string[] = ["value", "stringValue", "string_value", "S", "raw", "plain", "text"];
const BLOCKS: readonly string[] = ["|-", "|+", "|", ">-", ">+", ">"];

/** Reads from `at`, where the value or blanks before it begin. */
export function readOpening(text: string, at: number, form: Form): Opening {
  opening.quote = 0;
  opening.level = 0;
  opening.listed = false;
  let start = at;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = stepIn(text, start, form);
    if (next === start) break;
    start = next;
    if (opening.quote !== 0) break;
  }
  opening.start = start;
  return opening;
}

/** Behind the next thing that may stand before a value; `at` if none does. */
function stepIn(text: string, at: number, form: Form): number {
  const code = codeAt(text, at);
  if (isBlank(code)) return skipBlanks(text, at);
  if (isQuote(code)) return quoted(text, at, 0);
  switch (code) {
    case BACKSLASH:
      return escapedQuote(text, at);
    case AND:
      return behindEntity(text, at);
    case PERCENT:
      return behindEncoded(text, at, form);
    case OPENING_SQUARE:
      return behindBracket(text, at);
    case OPENING_BRACE:
      return behindInnerKey(text, at + 1) ?? at;
    case NEWLINE:
    case RETURN:
      return behindLineEnd(text, at, form);
    default:
      return behindWord(text, at, form);
  }
}

function quoted(text: string, at: number, level: number): number {
  const code = codeAt(text, at);
  opening.quote = code;
  opening.level = level;
  const triple = level === 0 && codeAt(text, at + 1) === code && codeAt(text, at + 2) === code;
  return triple ? at + 3 : at + 1;
}

function escapedQuote(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_BACKSLASHES && codeAt(text, i) === BACKSLASH) i++;
  return isQuote(codeAt(text, i)) ? quoted(text, i, i - at) : at;
}

function behindEntity(text: string, at: number): number {
  const length = entityQuote(text, at);
  if (length > 0) opening.quote = AND;
  return at + length;
}

/** `%22`, `%27` open a quote, `%20` is a blank. */
function behindEncoded(text: string, at: number, form: Form): number {
  if (form !== "percent" || codeAt(text, at + 1) !== 50) return at;
  const low = codeAt(text, at + 2);
  if (low === 48) return at + 3;
  if (low !== 50 && low !== 55) return at;
  opening.quote = PERCENT;
  return at + 3;
}

/** `["…"`; not the `[REDACTED` of a mask. */
function behindBracket(text: string, at: number): number {
  const next = skipBlanks(text, at + 1);
  const code = codeAt(text, next);
  if (!isQuote(code) && code !== BACKSLASH) return at;
  opening.listed = true;
  return next;
}

/** `{"value":`, `{value=`; undefined where the object holds something else first. */
function behindInnerKey(text: string, at: number): number | undefined {
  let i = skipBlanks(text, at);
  i = skipQuote(text, i);
  const word = INNER_KEYS.find((key) => text.startsWith(key, i) && !isLetter(codeAt(text, i + key.length)));
  if (word === undefined) return undefined;
  i = skipBlanks(text, skipQuote(text, i + word.length));
  const separator = codeAt(text, i);
  return separator === COLON || separator === 61 ? i + 1 : undefined;
}

function skipQuote(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_BACKSLASHES && codeAt(text, i) === BACKSLASH) i++;
  return isQuote(codeAt(text, i)) ? i + 1 : at;
}

/** A value on the next line stands further in than its key, and is none of several `key: value`. */
function behindLineEnd(text: string, at: number, form: Form): number {
  if (form === "equals" || form === "pair") return at;
  const line = codeAt(text, at) === RETURN && codeAt(text, at + 1) === NEWLINE ? at + 2 : at + 1;
  const next = skipBlanks(text, line);
  const inside = form === "element" || next > line;
  return inside && codeAt(text, next) > SPACE && !isKey(text, next) ? next : at;
}

/** `secretKeyRef:`, a key below the key. */
function isKey(text: string, at: number): boolean {
  let i = at;
  while (i - at < LONGEST_KEY && isKeyPart(codeAt(text, i))) i++;
  return i > at && codeAt(text, i) === COLON && !(codeAt(text, i + 1) > SPACE);
}

const isKeyPart = (code: number): boolean => isAlphanumeric(code) || code === UNDERSCORE || code === HYPHEN;

function behindWord(text: string, at: number, form: Form): number {
  const code = codeAt(text, at);
  const next = codeAt(text, at + 1);
  if (isQuote(next) && PREFIXES.includes(text.charAt(at))) return at + 1;
  if (code === LESS) return form === "element" ? behindTag(text, at) : at;
  if (code === PIPE || code === GREATER) return form === "colon" ? behindBlock(text, at) : at;
  if (code === LOWER_S && text.startsWith("string(", at)) return behindLength(text, at + 7) ?? at;
  return isLetter(code) ? behindWrapper(text, at) : at;
}

/** `<Setting Name="Password"><Value>…`. */
const behindTag = (text: string, at: number): number =>
  isLetter(codeAt(text, at + 1)) ? Math.max(at, tagEnd(text, at + 1)) : at;

/** YAML: `password: |-`, the value below. */
function behindBlock(text: string, at: number): number {
  const block = BLOCKS.find((sign) => text.startsWith(sign, at));
  return block !== undefined && isLineEnd(codeAt(text, at + block.length)) ? at + block.length : at;
}

function behindWrapper(text: string, at: number): number {
  const wrapper = WRAPPERS.find((word) => text.startsWith(word, at));
  if (wrapper === undefined) return at;
  const inner = at + wrapper.length;
  const bracket = wrapper.charCodeAt(wrapper.length - 1);
  return bracket !== OPENING_ROUND || isQuote(codeAt(text, inner)) ? inner : at;
}

/** PHP: `string(7) "…"`. */
function behindLength(text: string, at: number): number | undefined {
  let i = at;
  while (i - at < 6 && isDigit(codeAt(text, i))) i++;
  return i > at && text.startsWith(') "', i) ? i + 2 : undefined;
}

const isLineEnd = (code: number): boolean => code === NEWLINE || code === RETURN;
