import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { isNoSecret } from "../value/no-secret.ts";
import { isTokenLike } from "../value/token-like.ts";
import { NO_CREDENTIALS } from "./schemes.ts";

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Servers refuse longer headers. */
const LONGEST = 16_384;
/** Enough to see whether it is one: a long one that is none must not be read again and again. */
const JUDGED = 128;
const LONGEST_WORD = 20;
const SHORTEST = 4;
const SHORTEST_LISTED = 8;
const SHORTEST_DOTTED = 7;
const LONGEST_DOTTED = 64;
const SPACE = 32;
const PERCENT = 37;
const POINT = 46;
const COMMA = 44;
const HYPHEN = 45;
/** `key = apiKey()` is code. */
const CALL = 40;

const codes = (signs: string): ReadonlySet<number> => new Set(Array.from(signs, (sign) => sign.charCodeAt(0)));
/** End a token wherever they stand. */
const ENDS = new Uint8Array(128);
for (const sign of "\"'`,;<>()[]{}\\|&^") ENDS[sign.charCodeAt(0)] = 1;
/** May begin a token besides letters and digits. */
const STARTS = codes("_-+/.~");
const ENCODED_ENDS: ReadonlySet<string> = new Set(["20", "22", "27", "0d", "0a", "26", "2c", "3b", "5d", "7d"]);

/** Behind the token that begins at `start`, or behind as much of it as is judged; `start` if none does. */
export function credentialEnd(text: string, start: number, most: number = JUDGED): number {
  const first = codeAt(text, start);
  if (!isAlphanumeric(first) && !STARTS.has(first)) return start;
  const limit = Math.min(text.length, start + most);
  let end = start;
  while (end < limit && !endsAt(text, end)) end++;
  // A point inside of the token stays, wherever the reading stopped.
  if (end === limit && !endsAt(text, end)) return end;
  while (end > start && (codeAt(text, end - 1) === POINT || codeAt(text, end - 1) === COMMA)) end--;
  return end;
}

/** Behind the whole of the token of which `[start, end)` was judged. */
export const wholeEnd = (text: string, { start, end }: Range): number =>
  end - start < JUDGED ? end : credentialEnd(text, start, LONGEST);

function endsAt(text: string, at: number): boolean {
  const code = codeAt(text, at);
  if (code <= SPACE || ENDS[code] === 1) return true;
  return code === PERCENT && ENCODED_ENDS.has(text.slice(at + 1, at + 3).toLowerCase());
}

/** Whether `[start, end)` is a word in capitals that stands for a value: `TOKEN`, `API_KEY`. */
function isName(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isUpper(codeAt(text, i)) && codeAt(text, i) !== 95) return false;
  return end - start < LONGEST_WORD;
}

function isPlainWord(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (code < 97 || code > 122) return false;
  }
  return true;
}

const isKnownWord = (text: string, start: number, end: number): boolean =>
  end - start <= LONGEST_WORD && NO_CREDENTIALS.has(text.slice(start, end).toLowerCase());

/**
 * How much speaks for it that a credential stands here.
 * - `header`: the name of a header and a scheme
 * - `name`: the name of a header that does not always hold a secret, or a name of a list of names
 * - `foreign`: a header and a word that may be a scheme of somebody's own
 * - `scheme`: the name of a scheme alone, which may be a word of the sentence
 */
export type Evidence = "header" | "name" | "foreign" | "scheme";

/** Whether the token is a credential, and not a word or what stands for one. */
export function isCredential(text: string, token: Range, evidence: Evidence): boolean {
  if (standsForOne(text, token)) return false;
  const { start, end } = token;
  switch (evidence) {
    case "header":
      return !isPlainWord(text, start, end) || end - start >= LONGEST_WORD || endsValue(text, end);
    case "name":
      return isTokenLike(text, start, end) || isShortSecret(text, token);
    case "foreign":
      return isTokenLike(text, start, end);
    case "scheme":
      return isTokenLike(text, start, end) && !isDate(text, start);
  }
}

/** `apiKey: import.meta.env.VITE_KEY` */
const ENVIRONMENTS: readonly string[] = ["import.meta.env", "process.env"];

const standsForOne = (text: string, { start, end }: Range): boolean =>
  end - start < SHORTEST ||
  ENVIRONMENTS.some((name) => text.startsWith(name, start)) ||
  codeAt(text, end) === CALL ||
  isNoSecret(text, start, end) ||
  isKnownWord(text, start, end) ||
  isName(text, start, end);

/** Short, but no name of words and no version: letters and digits alone. */
function isShortSecret(text: string, { start, end }: Range): boolean {
  if (end - start < SHORTEST_LISTED || !endsValue(text, end)) return false;
  let digits = 0;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isDigit(code)) digits++;
    else if (!isLetter(code)) return false;
  }
  return digits > 0 && digits < end - start;
}

/** `2026-11-25T…` */
const isDate = (text: string, start: number): boolean =>
  isDigit(codeAt(text, start)) && codeAt(text, start + 4) === HYPHEN && codeAt(text, start + 7) === HYPHEN;

/** Behind it the value is over: no sentence goes on. */
function endsValue(text: string, end: number): boolean {
  const code = codeAt(text, end);
  return !(code >= SPACE) || (ENDS[code] === 1 && code !== CALL) || code === PERCENT;
}

/** `abc.def`: two parts, while a package or a class has more and a sentence's point ends it. */
export function isOfTwoParts(text: string, { start, end }: Range): boolean {
  if (end - start < SHORTEST_DOTTED || end - start > LONGEST_DOTTED) return false;
  const [first = "", second = "", ...more] = text.slice(start, end).split(".");
  return first.length > 2 && second.length > 2 && more.length === 0;
}
