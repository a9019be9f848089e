import { isDigit, isLetter } from "../scan/characters.ts";

/** How key and value stand together; decides what may be taken for a value, and where it ends. */
export type Form =
  /** No value follows. */
  | "none"
  /** `key=value`, `key => value`, `key := value` */
  | "equals"
  /** `key: value` */
  | "colon"
  /** `key:value`, nothing between and no quote: as often a part of a name as a value */
  | "tight"
  /** `--key value` */
  | "flag"
  /** `<key>value</key>` */
  | "element"
  /** `key%3Dvalue` */
  | "percent"
  /** `key is value`, `key 'value'` */
  | "words";

/** Reused for the next: copy what must stay. */
export interface Place {
  form: Form;
  /** Where the value, or blanks before it, begin. */
  at: number;
  /** The key stands within quotes. */
  quoted: boolean;
}

const place: Place = { form: "none", at: 0, quoted: false };

const SPACE = 32;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const APOSTROPHE = 39;
const BACKTICK = 96;
const BACKSLASH = 92;
const PERCENT = 37;
const EQUALS = 61;
const COLON = 58;
const GREATER = 62;
const LESS = 60;
const HYPHEN = 45;
const COMMA = 44;
const SEMICOLON = 59;
const CLOSING = 93;
const STAR = 42;
const AND = 38;
const LETTER_S = 115;

const MOST_CLOSERS = 8;
const MOST_BLANKS = 8;

export const isBlank = (code: number): boolean => code === SPACE || code === TAB;
export const isQuote = (code: number): boolean => code === QUOTE || code === APOSTROPHE || code === BACKTICK;

function set(form: Form, at: number): Place {
  place.form = form;
  place.at = at;
  return place;
}

export function skipBlanks(text: string, at: number): number {
  let i = at;
  while (i - at < MOST_BLANKS && isBlank(text.charCodeAt(i))) i++;
  return i;
}

/** What follows the key `[start, end)`. */
export function readSeparator(text: string, start: number, end: number): Place {
  place.quoted = false;
  const closed = skipClosers(text, end);
  const at = skipBlanks(text, closed);
  const code = text.charCodeAt(at);
  switch (code) {
    case EQUALS:
      return afterEquals(text, at);
    case COLON:
      return afterColon(text, at);
    case PERCENT:
      return afterPercent(text, at);
    case BACKSLASH:
      return afterEscape(text, at);
    case HYPHEN:
      return text.charCodeAt(at + 1) === GREATER ? set("colon", at + 2) : behindBlank(text, start, { closed, at });
    case GREATER:
    case AND:
      return afterElement(text, { start, end, at });
    case COMMA:
    case SEMICOLON:
    case RETURN:
      return place.quoted ? afterPair(text, start, at) : set("none", at);
    default:
      return behindBlank(text, start, { closed, at });
  }
}

/** Behind what closes a key: quotes, escaped ones too, brackets, the stars of Markdown. */
function skipClosers(text: string, end: number): number {
  let at = end;
  for (let count = 0; count < MOST_CLOSERS; count++) {
    const code = text.charCodeAt(at);
    if (isQuote(code)) {
      place.quoted = true;
      at++;
    } else if (code === CLOSING || code === STAR) at++;
    else if (code === BACKSLASH && (text.charCodeAt(at + 1) === BACKSLASH || isQuote(text.charCodeAt(at + 1)))) at++;
    else if (code === PERCENT && isEncodedCloser(text, at)) at += 3;
    else if (code === AND && text.startsWith("&quot;", at)) {
      place.quoted = true;
      at += 6;
    } else break;
  }
  return at;
}

/** `%22`, `%27`, `%5D`. */
function isEncodedCloser(text: string, at: number): boolean {
  const high = text.charCodeAt(at + 1);
  const low = text.charCodeAt(at + 2);
  if (high === 50) return low === 50 || low === 55;
  return high === 53 && (low | 32) === 100;
}

function afterEquals(text: string, at: number): Place {
  const next = text.charCodeAt(at + 1);
  if (next === GREATER) return set("equals", at + 2);
  // A comparison, not an assignment; `=~` as well.
  return next === EQUALS || next === 126 ? set("none", at) : set("equals", at + 1);
}

function afterColon(text: string, at: number): Place {
  const next = text.charCodeAt(at + 1);
  if (next === EQUALS) return set("equals", at + 2);
  if (next === COLON || (next === 47 && text.charCodeAt(at + 2) === 47)) return set("none", at);
  const loose = place.quoted || isBlank(next) || isQuote(next) || next === BACKSLASH || next === STAR || next === NEWLINE;
  let behind = at + 1;
  while (text.charCodeAt(behind) === STAR) behind++;
  // An escaped line end is no value.
  return set(loose ? "colon" : "tight", behind === at + 1 || isBlank(text.charCodeAt(behind)) ? behind : at + 1);
}

/** `%3D`, `%3A`, `%253D`. */
function afterPercent(text: string, at: number): Place {
  let i = at + 1;
  while (i - at < 8 && text.charCodeAt(i) === 50 && text.charCodeAt(i + 1) === 53) i += 2;
  const low = text.charCodeAt(i + 1) | 32;
  return text.charCodeAt(i) === 51 && (low === 100 || low === 97) ? set("percent", i + 2) : set("none", at);
}

/** `\u003d`, `\x3d`. */
function afterEscape(text: string, at: number): Place {
  let i = at;
  while (i - at < MOST_CLOSERS && text.charCodeAt(i) === BACKSLASH) i++;
  if (text.startsWith("u003", i)) i += 4;
  else if (text.startsWith("x3", i)) i += 2;
  else return set("none", at);
  const low = text.charCodeAt(i) | 32;
  return low === 100 || low === 97 ? set("equals", i + 1) : set("none", at);
}

interface Behind {
  readonly start: number;
  readonly end: number;
  readonly at: number;
}

/** `<key>value`, `<ns:key>value`, `name="key">value`, `&lt;key&gt;value`. */
function afterElement(text: string, { start, end, at }: Behind): Place {
  const before = text.charCodeAt(start - 1);
  if (text.charCodeAt(at) === AND) {
    const opens = before === SEMICOLON && text.startsWith("&lt;", start - 4);
    return opens && at === end && text.startsWith("&gt;", at) ? set("element", at + 4) : set("none", at);
  }
  const opens = before === LESS || (before === COLON && isLetter(text.charCodeAt(start - 2)));
  if (!(place.quoted || (opens && at === end))) return set("none", at);
  return set("element", text.startsWith("<![CDATA[", at + 1) ? at + 10 : at + 1);
}

interface Blanks {
  readonly closed: number;
  readonly at: number;
}

function behindBlank(text: string, start: number, { closed, at }: Blanks): Place {
  const before = text.charCodeAt(start - 1);
  if (text.charCodeAt(at) === LESS) return text.startsWith("</key>", closed) ? afterPlistKey(text, closed + 6) : set("none", at);
  if (closed === at) return set("none", at);
  if (before === HYPHEN && !place.quoted) return set("flag", at);
  if (place.quoted) return afterValueWord(text, at);
  if (isQuote(text.charCodeAt(at))) return set("words", at);
  return set("words", skipLinkWords(text, at));
}

/** `is`, `was`, `=`-less ways to say what something is. */
const LINKS: readonly string[] = ["is set to ", "is now ", "is ", "was ", "set to ", "to ", "as "];

function skipLinkWords(text: string, at: number): number {
  for (const link of LINKS) if (text.startsWith(link, at)) return at + link.length;
  return text.startsWith("is: ", at) ? at + 4 : at;
}

/** `key="password" value="…"`, `name='password' Value='…'`. */
function afterValueWord(text: string, at: number): Place {
  const opening = text.charCodeAt(at);
  let i = isQuote(opening) ? at + 1 : at;
  if (text.slice(i, i + 5).toLowerCase() === "value") i += 5;
  else if (text.startsWith("val", i)) i += 3;
  else return set("none", at);
  if (isQuote(text.charCodeAt(i))) i++;
  i = skipBlanks(text, i);
  const separator = text.charCodeAt(i);
  return separator === EQUALS || separator === COLON ? set("equals", i + 1) : set("none", at);
}

/** Key and value as two of a list: `["key", "value"]`, `{"name":"key","value":"…"}`, `s:3:"key";s:5:"value"`. */
function afterPair(text: string, start: number, at: number): Place {
  const code = text.charCodeAt(at);
  if (code === RETURN) return text.startsWith("\r\n\r\n", at) ? set("equals", at + 4) : set("none", at);
  if (code === SEMICOLON) return afterSerialized(text, at + 1);
  let next = skipBlanks(text, at + 1);
  if (text.charCodeAt(next) === BACKSLASH && isQuote(text.charCodeAt(next + 1))) next++;
  const named = afterValueWord(text, next);
  if (named.form !== "none") return named;
  if (!isQuote(text.charCodeAt(next))) return set("none", at);
  return opensPair(text, start) ? set("equals", next) : set("none", at);
}

/** The key's quote stands behind `[`, `(` or belongs to a flag: `["--password", "…"]`. */
function opensPair(text: string, start: number): boolean {
  let i = start - 1;
  if (text.charCodeAt(i) === HYPHEN) return true;
  while (start - i < 4 && (isQuote(text.charCodeAt(i)) || text.charCodeAt(i) === BACKSLASH)) i--;
  const code = text.charCodeAt(i);
  return code === 91 || code === 40;
}

/** PHP: `s:7:"hunter2"`. */
function afterSerialized(text: string, at: number): Place {
  if (text.charCodeAt(at) !== LETTER_S || text.charCodeAt(at + 1) !== COLON) return set("none", at);
  let i = at + 2;
  while (i - at < 9 && isDigit(text.charCodeAt(i))) i++;
  return text.charCodeAt(i) === COLON ? set("equals", i + 1) : set("none", at);
}

/** `<key>password</key><string>…</string>`. */
function afterPlistKey(text: string, at: number): Place {
  let i = at;
  while (i - at < 16 && (isBlank(text.charCodeAt(i)) || text.charCodeAt(i) === NEWLINE || text.charCodeAt(i) === RETURN)) i++;
  return text.startsWith("<string>", i) ? set("element", i + 8) : set("none", at);
}
