import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import type { Evidence, Range } from "./credential.ts";
import { credentialEnd, isCredential, isOfTwoParts } from "./credential.ts";
import type { SchemeForm } from "./schemes.ts";
import { LONGEST_SCHEME, SCHEMES } from "./schemes.ts";

const SPACE = 32;
const TAB = 9;
const PLUS = 43;
const HYPHEN = 45;
const UNDERSCORE = 95;
const MOST_BLANKS = 4;
/** Shorter base64 is a word. */
const SHORTEST_BLOB = 24;
const SHORTEST_BASIC = 8;
const LONGEST_BASIC = 1_024;

export interface SchemeWord {
  /** In lower case. */
  readonly name: string;
  /** Behind the word. */
  readonly end: number;
  /** Where what follows it begins. */
  readonly at: number;
  /** Undefined: a word that is no scheme we know. */
  readonly form: SchemeForm | undefined;
}

/** The word at `start` and the blanks behind it, also encoded; undefined if nothing follows or no word stands there. */
export function readScheme(text: string, start: number): SchemeWord | undefined {
  let end = start;
  while (end - start <= LONGEST_SCHEME && isSchemePart(codeAt(text, end))) end++;
  if (end === start || end - start > LONGEST_SCHEME) return undefined;
  const at = skipBlanks(text, end);
  if (at === end || !(codeAt(text, at) > SPACE)) return undefined;
  const name = text.slice(start, end).toLowerCase();
  return { name, end, at, form: SCHEMES.get(name) };
}

const isSchemePart = (code: number): boolean => isAlphanumeric(code) || code === HYPHEN || code === UNDERSCORE;

/** Blanks between a scheme and its credentials: ` `, `+` and `%20`. */
export function skipBlanks(text: string, start: number): number {
  let at = start;
  for (let count = 0; count < MOST_BLANKS; count++) {
    const code = codeAt(text, at);
    if (code === SPACE || code === TAB || (code === PLUS && at === start)) at++;
    else if (text.startsWith("%20", at)) at += 3;
    else break;
  }
  return at;
}

/** The credentials that follow a scheme; undefined if they are none. */
export function credentialsOf(text: string, scheme: SchemeWord, evidence: Evidence): Range | undefined {
  const found = { start: scheme.at, end: credentialEnd(text, scheme.at) };
  const taken = evidence === "scheme" ? standsAlone(text, scheme, found) : isCredential(text, found, evidence);
  return taken ? found : undefined;
}

/** Without a header's name: how much must speak for the credentials depends on how common a word the scheme is. */
function standsAlone(text: string, { name, form, end }: SchemeWord, found: Range): boolean {
  const random = isCredential(text, found, "scheme");
  switch (form) {
    case "basic":
      return isUserAndPassword(text, found) || (random && isBlob(text, found));
    case "base64":
      return isBlob(text, found) && (random || BLOB_STARTS.some((head) => text.startsWith(head, found.start)));
    default:
      if (name === "token") return random && isPlain(text, found);
      return random || (name === "bearer" && isQuoted(text, end - name.length, found));
  }
}

/** `"Bearer abc12345"`, `Bearer abc.def`: short ones of the commonest scheme. */
function isQuoted(text: string, start: number, found: Range): boolean {
  if (isOfTwoParts(text, found)) return isCredential(text, found, "header");
  return QUOTES.has(codeAt(text, start - 1)) && isCredential(text, found, "name");
}

const QUOTES: ReadonlySet<number> = new Set(Array.from("\"'`", (quote) => quote.charCodeAt(0)));
/** SPNEGO and NTLM begin like this. */
const BLOB_STARTS: readonly string[] = ["YI", "oY", "TlRMTVNTU"];

function isBlob(text: string, { start, end }: Range): boolean {
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (!isAlphanumeric(code) && code !== PLUS && code !== 47 && code !== 61) return false;
  }
  return end - start >= SHORTEST_BLOB;
}

/** No UUID and no digest with its algorithm. */
function isPlain(text: string, { start, end }: Range): boolean {
  for (let i = start; i < end; i++) if (!isAlphanumeric(codeAt(text, i))) return false;
  return true;
}

/** Whether base64 of `user:password` stands here: `Basic usage` is no credential. */
function isUserAndPassword(text: string, { start, end }: Range): boolean {
  if (end - start < SHORTEST_BASIC || isNoSecret(text, start, end)) return false;
  const decoded = Buffer.from(text.slice(start, Math.min(end, start + LONGEST_BASIC)), "base64").toString("utf8");
  if (!decoded.includes(":")) return false;
  for (let i = 0; i < decoded.length; i++) {
    const code = decoded.charCodeAt(i);
    if (code < SPACE || code === 127 || code === 0xfffd) return false;
  }
  return true;
}
