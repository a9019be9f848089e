import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { cookieKind } from "./auth-kinds.ts";
import { endsName, report } from "./authorization.ts";
import { COOKIE_ATTRIBUTES, isCookieSecret } from "./cookie-judgement.ts";
import { credentialEnd, isCredential } from "./credential.ts";
import { valuePlace } from "./value-place.ts";

const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const COMMA = 44;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;
const LETTER_S = 115;
const HYPHEN = 45;
const LONGEST_NAME = 128;
const LONGEST_VALUE = 8_192;
const MOST_COOKIES = 200;
const MOST_BETWEEN = 16;
const LOOKED_BEHIND = 64;

interface Cookie {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const isNamePart = (code: number): boolean =>
  isAlphanumeric(code) || code === HYPHEN || code === 95 || code === 46 || code === 36 || code === 37 || code === 33;

function nameEnd(text: string, at: number): number {
  let end = at;
  while (end - at < LONGEST_NAME && isNamePart(codeAt(text, end))) end++;
  return end;
}

/** `name=value` at `at`; an attribute without a value as well, behind others. */
function readCookie(text: string, at: number): Cookie | undefined {
  const end = nameEnd(text, at);
  if (end === at || codeAt(text, end) !== EQUALS) return undefined;
  const name = text.slice(at, end);
  const attribute = COOKIE_ATTRIBUTES.has(name.toLowerCase());
  return { name, start: end + 1, end: attribute ? attributeEnd(text, end + 1) : valueEnd(text, end + 1) };
}

/** A quote around it belongs to it. */
function valueEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_VALUE);
  const quoted = codeAt(text, start) === QUOTE;
  let end = quoted ? start + 1 : start;
  while (end < limit && !endsValue(text, end)) end++;
  return quoted && codeAt(text, end) === QUOTE ? end + 1 : end;
}

const ENDS: ReadonlySet<number> = new Set([SEMICOLON, QUOTE, APOSTROPHE, BACKSLASH]);
/** End a value unless it goes on behind them: of a list of headers, of an object. */
const ENDS_BEFORE_OTHERS: ReadonlySet<number> = new Set(Array.from(",)]}", (sign) => sign.charCodeAt(0)));

function endsValue(text: string, at: number): boolean {
  const code = codeAt(text, at);
  return code <= SPACE || ENDS.has(code) || (ENDS_BEFORE_OTHERS.has(code) && !isAlphanumeric(codeAt(text, at + 1)));
}

/** `Expires=Wed, 25 Nov 2026 …` has a comma and blanks. */
function attributeEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LOOKED_BEHIND);
  for (let i = start; i < limit; i++) {
    const code = codeAt(text, i);
    if (code < SPACE || code === SEMICOLON || code === QUOTE || code === APOSTROPHE || code === BACKSLASH) return i;
    if (code === COMMA && isNextCookie(text, i + 1)) return i;
  }
  return limit;
}

function isNextCookie(text: string, at: number): boolean {
  const start = codeAt(text, at) === SPACE ? at + 1 : at;
  const end = nameEnd(text, start);
  return end > start && codeAt(text, end) === EQUALS;
}

/** From the end of one cookie to the start of the next, in this header or, `listed`, in the next of a list; -1 if there is none. */
function nextCookie(text: string, at: number, listed: boolean): number {
  if (codeAt(text, at) === SEMICOLON) return skipFlags(text, skipSpaces(text, at + 1));
  if (!listed) return -1;
  let end = at;
  let commas = 0;
  while (end - at < MOST_BETWEEN) {
    const code = codeAt(text, end);
    if (code === COMMA) commas++;
    else if (code > SPACE && code !== QUOTE && code !== APOSTROPHE && code !== BACKSLASH) break;
    end++;
  }
  return commas === 1 ? end : -1;
}

function skipSpaces(text: string, at: number): number {
  let end = at;
  while (end - at < MOST_BETWEEN && codeAt(text, end) === SPACE) end++;
  return end;
}

/** Behind `HttpOnly; Secure;`. */
function skipFlags(text: string, start: number): number {
  let at = start;
  for (let count = 0; count < COOKIE_ATTRIBUTES.size; count++) {
    const end = nameEnd(text, at);
    if (end === at || codeAt(text, end) === EQUALS) break;
    if (codeAt(text, end) !== SEMICOLON) return end;
    at = skipSpaces(text, end + 1);
  }
  return at;
}

interface Cookies {
  readonly at: number;
  /** Several headers may stand in one list, as those of `Set-Cookie`. */
  readonly listed: boolean;
}

/** Reports the secret ones of the cookies that begin at `at`; behind them, or {@link GO_ON} if there are none. */
function reportCookies(scan: Scan, { at, listed }: Cookies): number {
  const { text } = scan;
  let end = at;
  for (let next = at, count = 0; next >= 0 && count < MOST_COOKIES; count++) {
    const cookie = readCookie(text, next);
    if (cookie === undefined) {
      if (count === 0 || next === end) break;
      end = next;
    } else {
      if (!COOKIE_ATTRIBUTES.has(cookie.name.toLowerCase()) && isCookieSecret(cookie.name, text, cookie)) {
        scan.report(cookieKind, cookie.start, cookie.end);
      }
      end = cookie.end;
    }
    next = nextCookie(text, end, listed);
  }
  return end === at ? GO_ON : end;
}

function lookAtCookie(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const last = (codeAt(text, end) | 32) === LETTER_S ? end + 1 : end;
  if (!endsName(text, last)) return GO_ON;
  const place = valuePlace(text, last);
  if (place === undefined || (place.form === "blank" && codeAt(text, start - 1) !== HYPHEN)) return GO_ON;
  const listed = text
    .slice(Math.max(0, start - 4), start)
    .toLowerCase()
    .startsWith("set");
  const next = reportCookies(scan, { at: place.at, listed });
  if (next !== GO_ON || place.form !== "sign") return next;
  const found = { start: place.at, end: credentialEnd(text, place.at) };
  return report(scan, cookieKind, isCredential(text, found, "name") ? found : undefined);
}

/** `curl -b 'name=value'`. */
function lookAtB(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const code = codeAt(text, end);
  const at = code === QUOTE || code === APOSTROPHE ? end + 1 : end;
  if (readCookie(text, at) === undefined) return GO_ON;
  const before = text.slice(Math.max(scan.floor, start - LOOKED_BEHIND), start);
  return before.includes("curl") ? reportCookies(scan, { at, listed: false }) : GO_ON;
}

export const cookieAnchors: readonly Anchor[] = [
  { literals: ["cookie"], look: lookAtCookie },
  { literals: [" -b "], caseSensitive: true, look: lookAtB },
];
