import { codeAt, isAlphanumeric, isDigit } from "../scan/characters.ts";

const MAX_AUTHORITY = 512;
const MAX_LABEL = 64;
const HASH = 35;
const PLUS = 43;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const COLON = 58;
const QUESTION = 63;
const AT = 64;
const BRACKET = 91;
/** End a URL whatever came before: quotes, brackets of markup, escapes. */
const HARD_ENDS: ReadonlySet<number> = new Set(Array.from('"<>\\`', (sign) => sign.charCodeAt(0)));
const APOSTROPHE = 39;
const LONGEST_SCHEME = 32;

/** Divide settings behind a port: `sql:1433;databaseName=app`. */
const SETTINGS: ReadonlySet<number> = new Set(Array.from(";,&=)]}", (sign) => sign.charCodeAt(0)));

const isHardEnd = (code: number): boolean => !(code > 32) || (code < 97 && HARD_ENDS.has(code));

const isSoftEnd = (code: number): boolean => code === SLASH || code === QUESTION || code === HASH;

interface Authority {
  /** The first colon; -1 without one. */
  readonly colon: number;
  /** The last `@`; -1 without one. */
  readonly at: number;
  readonly end: number;
}

/**
 * Where the `@` of the URL stands whose authority begins at `start`; -1 without one. Passwords are often not encoded as
 * they should be: `@`, `/`, `?` and `#` may be part of one.
 */
export function userinfoEnd(text: string, start: number): number {
  // No user's name begins like an IPv6 address, whose colons are no password's.
  if (codeAt(text, start) === BRACKET) return -1;
  const limit = Math.min(text.length, start + MAX_AUTHORITY);
  const { colon, at, end } = readAuthority(text, start, limit);
  // `docker://nginx:latest@sha256:…` names an image by its digest.
  if (at !== -1 && text.startsWith("sha256:", at + 1)) return -1;
  if (end === limit || colon === -1 || isHardEnd(codeAt(text, end))) return at;
  // `host:8080/…@…` has a port and no password; `user:pa/ss@host` has one.
  if (at === -1) return isPort(text, colon, end) ? -1 : laterSign(text, { from: end, limit, loose: true });
  if (colon > at || isHost(text, at + 1, false)) return at;
  return Math.max(at, laterSign(text, { from: end, limit, loose: false }));
}

/**
 * Where the colon before a password stands that was cut off with its text (`redis://app:pa55`), so that no `@` can follow; -1
 * otherwise. A port has no letters, a placeholder for one no digits.
 */
export function cutPassword(text: string, start: number): number {
  const { length } = text;
  if (length - start > MAX_LABEL || codeAt(text, start) === BRACKET) return -1;
  const { colon, at, end } = readAuthority(text, start, length);
  if (end !== length || colon <= start || at !== -1) return -1;
  let digits = 0;
  for (let i = colon + 1; i < length; i++) {
    const code = codeAt(text, i);
    if (SETTINGS.has(code)) return -1;
    if (isDigit(code)) digits++;
  }
  return digits > 0 && digits < length - colon - 1 ? colon : -1;
}

function readAuthority(text: string, start: number, limit: number): Authority {
  const isQuoted = standsInApostrophes(text, start);
  let colon = -1;
  let at = -1;
  let end = start;
  for (; end < limit; end++) {
    const code = codeAt(text, end);
    if (code === AT) at = end;
    else if (code === COLON && colon === -1) colon = end;
    else if (isSoftEnd(code) || isHardEnd(code) || (isQuoted && code === APOSTROPHE)) break;
  }
  return { colon, at, end };
}

/** An apostrophe may be part of a password, and nobody encodes it; it ends a URL only where one stands before it. */
function standsInApostrophes(text: string, start: number): boolean {
  let i = start - 4;
  while (start - i < LONGEST_SCHEME && isSchemePart(codeAt(text, i))) i--;
  return codeAt(text, i) === APOSTROPHE;
}

const isSchemePart = (code: number): boolean =>
  isAlphanumeric(code) || code === HYPHEN || code === POINT || code === PLUS;

function isPort(text: string, colon: number, end: number): boolean {
  let i = colon + 1;
  while (isDigit(codeAt(text, i))) i++;
  return i === end;
}

interface Search {
  readonly from: number;
  readonly limit: number;
  /** Whether a name without a point may be a host, if a path follows. */
  readonly loose: boolean;
}

/** The last `@` before the URL ends that a host follows; -1 without one. */
function laterSign(text: string, { from, limit, loose }: Search): number {
  let found = -1;
  for (let i = from; i < limit; i++) {
    const code = codeAt(text, i);
    if (isHardEnd(code) || (code === COLON && codeAt(text, i + 1) === SLASH)) break;
    if (code === AT && isHost(text, i + 1, loose)) found = i;
  }
  return found;
}

/** Whether a host begins here: with a point or a port, in brackets, `localhost`, or followed by a path. */
function isHost(text: string, start: number, loose: boolean): boolean {
  if (codeAt(text, start) === BRACKET || text.startsWith("localhost", start)) return true;
  const end = labelEnd(text, start);
  if (end === start) return false;
  const after = codeAt(text, end);
  if (after === POINT) return isAlphanumeric(codeAt(text, end + 1));
  if (after === COLON) return isDigit(codeAt(text, end + 1));
  return loose && (after === SLASH || isHardEnd(after));
}

function labelEnd(text: string, start: number): number {
  let end = start;
  while (end < start + MAX_LABEL && isLabelPart(codeAt(text, end))) end++;
  return end;
}

const isLabelPart = (code: number): boolean => isAlphanumeric(code) || code === HYPHEN;
