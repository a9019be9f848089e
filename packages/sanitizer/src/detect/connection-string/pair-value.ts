import { codeAt, isAlphanumeric, isLetter } from "../scan/characters.ts";

/** Nobody types a longer password; a quote that is not closed by then is none. */
const MAX_VALUE = 128;
const LINE_FEED = 10;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;
const BACKTICK = 96;
const BRACE = 123;
const CLOSING_BRACE = 125;

export interface Value {
  readonly start: number;
  readonly end: number;
}

export const isBlank = (code: number): boolean => code === SPACE || code === 9;

export function skipBlanks(text: string, start: number): number {
  let i = start;
  while (i < start + 4 && isBlank(codeAt(text, i))) i++;
  return i;
}

/** Ends every value that is not quoted: a new line, the quote around the whole text, an escape. */
function isEnd(text: string, at: number): boolean {
  const code = codeAt(text, at);
  if (!(code >= SPACE) && code !== 9) return true;
  if (code === APOSTROPHE) return !isAlphanumeric(codeAt(text, at + 1));
  return code === QUOTE || code === BACKTICK || code === BACKSLASH;
}

/** `'two words'`, `"…"`, `\"…\"` inside JSON, `{…}` of ODBC; undefined if it is not quoted, or the quote is not closed. */
export function quotedValue(text: string, at: number): Value | undefined {
  const escaped = codeAt(text, at) === BACKSLASH && codeAt(text, at + 1) === QUOTE;
  const start = escaped ? at + 2 : at + 1;
  const opening = codeAt(text, start - 1);
  if (opening !== APOSTROPHE && opening !== QUOTE && opening !== BRACE) return undefined;
  const end = closingAt(text, { start, closing: opening === BRACE ? CLOSING_BRACE : opening, escaped });
  return end === 0 ? undefined : { start, end };
}

interface Quote {
  readonly start: number;
  readonly closing: number;
  /** The quotes have a backslash before them. */
  readonly escaped: boolean;
}

/** Where the value ends; 0 if it does not in this line. Doubled or with a backslash, the quote is part of the value. */
function closingAt(text: string, { start, closing, escaped }: Quote): number {
  const limit = Math.min(text.length, start + MAX_VALUE);
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === LINE_FEED) return 0;
    if (code === BACKSLASH) {
      if (escaped && codeAt(text, i + 1) === QUOTE) return i;
      i++;
    } else if (code === closing) {
      if (codeAt(text, i + 1) !== closing) return i;
      i++;
    }
  }
  return 0;
}

/** A value between blanks: `host=h password=x sslmode=require`. */
export function wordValue(text: string, start: number): Value {
  const quoted = quotedValue(text, start);
  if (quoted !== undefined) return quoted;
  let end = start;
  while (end < start + MAX_VALUE && !isBlank(codeAt(text, end)) && !isEnd(text, end)) end++;
  return { start, end: trimmed(text, start, end) };
}

/**
 * A value up to its semicolon: `Server=h;Pwd=two words;`. Without one it ends at the blank: what follows is the sentence
 * that quotes the connection string.
 */
export function semicolonValue(text: string, start: number): Value {
  const quoted = quotedValue(text, start);
  if (quoted !== undefined) return quoted;
  let blank = 0;
  let end = start;
  for (; end < start + MAX_VALUE; end++) {
    const code = codeAt(text, end);
    if (code === SEMICOLON || isEnd(text, end)) break;
    if (blank === 0 && isBlank(code)) blank = end;
  }
  const closed = codeAt(text, end) === SEMICOLON && (blank === 0 || continues(text, end + 1));
  return { start, end: closed ? end : trimmed(text, start, blank === 0 ? end : blank) };
}

/** Whether another `key=` follows the semicolon, or nothing. */
export function continues(text: string, start: number): boolean {
  let i = skipBlanks(text, start);
  if (isEnd(text, i)) return true;
  const limit = i + 40;
  while (i < limit && (isLetter(codeAt(text, i)) || isBlank(codeAt(text, i)) || codeAt(text, i) === 95)) i++;
  return codeAt(text, i) === EQUALS;
}

/** Without what ends the sentence around it. */
function trimmed(text: string, start: number, limit: number): number {
  let end = limit;
  while (end > start && ".,)]".includes(text[end - 1] ?? "")) end--;
  return end;
}
