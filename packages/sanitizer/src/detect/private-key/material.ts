import { codeAt, isAlphanumeric, isDigit, isUpper } from "../scan/characters.ts";
import { breakLength, escapedSignLength } from "./line-break.ts";

/** Longest block of a key that is read: 16,384-bit RSA with every sign escaped fits. */
export const LONGEST_BLOCK = 20_000;
const LONGEST_GAP = 64;
/** A run this long is no word. */
const LONG_RUN = 32;
const SHORTEST_RANDOM = 8;
const SHORTEST_LINE = 12;
const SHORTEST_FRAGMENT = 4;
/** Together; less is `...` or a placeholder. */
const SHORTEST_MATERIAL = 10;
const EQUALS = 61;
const PLUS = 43;
const SPACE = 32;
const BAR = 124;
const LONGEST_NAME = 40;
/** Of what stands between quotes. */
const SHORTEST_QUOTED = 12;

const codes = (signs: string): ReadonlySet<number> => new Set(Array.from(signs, (sign) => sign.charCodeAt(0)));
/** Stand before the lines of a key in a quotation, in a diff, behind the name of a container. */
const MARKS = codes("|>#*");
/** Stand between the lines of a key in a list and in code. */
const QUOTES = codes("\"'`,");
/** Behind a key that was cut off, or in front of it. */
const CUTS = codes("\"'`.…[]<\\}&");
/** Header lines of PEM and PGP blocks, and of SSH2's. */
const HEADERS: readonly string[] = "Proc-Type: DEK-Info: Version: Comment: Hash: Charset: Subject: MessageID: X-".split(
  " ",
);
const LONGEST_HEADER = 200;

const isBase64 = (code: number): boolean => isAlphanumeric(code) || code === 43 || code === 47 || code === EQUALS;

/** Behind the run of base64 that begins at `start`, its signs escaped or not. */
export function endOfBase64(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit) {
    const length = isBase64(codeAt(text, end)) ? 1 : escapedSignLength(text, end);
    if (length === 0) break;
    end += length;
  }
  return end;
}

interface Gap {
  readonly end: number;
  /** Quotes or commas stand in it: what follows may be the next member of something else. */
  readonly quoted: boolean;
}

function skipGap(text: string, start: number): Gap {
  let end = start;
  let quoted = false;
  while (end - start < LONGEST_GAP) {
    const code = codeAt(text, end);
    const length = breakLength(text, end);
    if (length > 0) end += length;
    else if (QUOTES.has(code)) quoted = true;
    else if (!MARKS.has(code) && !(quoted && code === PLUS && breakLength(text, end + 1) > 0)) break;
    if (length === 0) end++;
  }
  return { end: end > start ? skipName(text, end) : end, quoted };
}

/** Behind the name that some programs write in front of each line: `web_1  | `; `start` if there is none. */
function skipName(text: string, start: number): number {
  let end = start;
  while (end - start < LONGEST_NAME && (isAlphanumeric(codeAt(text, end)) || isNameSign(codeAt(text, end)))) end++;
  while (end - start < LONGEST_NAME && codeAt(text, end) === SPACE) end++;
  return codeAt(text, end) === BAR && codeAt(text, end + 1) === SPACE ? end + 2 : start;
}

const isNameSign = (code: number): boolean => code === 45 || code === 46 || code === 95;

/** Behind a header line that begins at `start`; `start` if none does. */
function skipHeader(text: string, start: number): number {
  if (!HEADERS.some((header) => text.startsWith(header, start))) return start;
  let end = start;
  while (end - start < LONGEST_HEADER && (breakLength(text, end) === 0 || codeAt(text, end) === 32)) end++;
  return end;
}

/** Classes of characters in a run; a word in a sentence has one. */
function mixture(text: string, start: number, end: number): number {
  let digits = 0;
  let capitals = 0;
  let small = 0;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isDigit(code)) digits = 1;
    else if (isUpper(code)) capitals = i > start ? 1 : capitals;
    else if (isAlphanumeric(code)) small = 1;
  }
  return digits + capitals + small;
}

/** Whether `[start, end)` holds base64 enough to be a key, and not only dots or a placeholder. */
export function holdsMaterial(text: string, start: number, end: number): boolean {
  let total = 0;
  let at = start;
  while (at < end) {
    const from = skipHeader(text, skipGap(text, at).end);
    const to = endOfBase64(text, from, end);
    if (to - from >= SHORTEST_RANDOM && mixture(text, from, to) > 1) total += to - from;
    if (total >= SHORTEST_MATERIAL) return true;
    at = to > at ? to : at + 1;
  }
  return false;
}

export interface MaterialOptions {
  /** So many lines belong to it whatever they look like. */
  readonly lines?: number;
  readonly limit?: number;
}

/** Behind the lines of base64 that begin at `start`, where no line says that they end; `start` if there are none. */
export function endOfMaterial(text: string, start: number, options: MaterialOptions = {}): number {
  const { lines = 0, limit = text.length } = options;
  const last = Math.min(text.length, limit, start + LONGEST_BLOCK);
  let end = start;
  let count = 0;
  for (let at = start; at < last;) {
    const gap = skipGap(text, at);
    const header = skipHeader(text, gap.end);
    if (header > gap.end) {
      at = header;
      continue;
    }
    const to = endOfBase64(text, gap.end, last);
    const run = { start: gap.end, end: to, quoted: gap.quoted, last };
    if (to === gap.end || (count >= lines && !belongs(text, run))) break;
    count++;
    at = to;
    end = to;
  }
  return end;
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
  readonly last: number;
}

function belongs(text: string, { start, end, quoted, last }: Run): boolean {
  const length = end - start;
  if (length >= LONG_RUN) return true;
  const mixed = mixture(text, start, end);
  if (quoted) return length >= SHORTEST_QUOTED && mixed === 3;
  // The line in which it was cut off.
  if (end === last || CUTS.has(codeAt(text, end))) return length >= SHORTEST_FRAGMENT && mixed > 1;
  // A last line alone, without a digit by chance.
  if (length >= SHORTEST_LINE && mixed > 1 && breakLength(text, end) > 0) return true;
  return length >= SHORTEST_RANDOM && (mixed === 3 || codeAt(text, end - 1) === EQUALS);
}

/** Where the lines of base64 begin that end at `end`, not before `floor`; `end` if there are none. Its first line was cut off. */
export function startOfMaterial(text: string, end: number, floor: number): number {
  const lowest = Math.max(floor, end - LONGEST_BLOCK);
  let start = end;
  for (let count = 0; start > lowest; count++) {
    const to = skipBreaksBack(text, start, lowest);
    const from = startOfBase64(text, to, lowest);
    if (from === to) break;
    const cut = (from === 0 || CUTS.has(codeAt(text, from - 1))) && mixture(text, from, to) > 1;
    if (to - from < LONG_RUN && count > 0 && !cut) break;
    start = from;
  }
  return start;
}

const BACKSLASH = 92;

/** `n` or `r` behind a backslash ends at `end`. */
const isEscape = (text: string, end: number): boolean =>
  codeAt(text, end - 2) === BACKSLASH && (codeAt(text, end - 1) === 110 || codeAt(text, end - 1) === 114);

function skipBreaksBack(text: string, end: number, lowest: number): number {
  let at = end;
  while (at > lowest && end - at < LONGEST_GAP) {
    if (at - 2 >= lowest && isEscape(text, at)) at -= 2;
    else if (breakLength(text, at - 1) > 0 || codeAt(text, at - 1) === BACKSLASH) at--;
    else break;
  }
  return at;
}

function startOfBase64(text: string, end: number, lowest: number): number {
  let start = end;
  while (start > lowest && isBase64(codeAt(text, start - 1)) && !isEscape(text, start)) start--;
  return start;
}
