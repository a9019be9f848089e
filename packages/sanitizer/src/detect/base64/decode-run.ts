import { isJoint } from "./alphabet.ts";
import type { TextEncoding } from "./reads-as-text.ts";

/** Of base64, decoded in one go; longer runs are decoded piece by piece. A multiple of four. */
const PIECE = 65_536;
/** What the next piece repeats, so that a cut hides nothing; a multiple of four. */
const OVERLAP = 1024;
const SPACE = 32;
const DELETE = 127;
const ESCAPE = 27;
const REPLACEMENT = 0xfffd;
/** A cut may fall into a character. */
const CUT_CHARACTERS = 3;

export interface Encoded {
  readonly start: number;
  readonly end: number;
  readonly encoding: TextEncoding;
}

/** Nothing that `holds` is true of. */
export const NOTHING = -1;

/**
 * Gives each piece of the text that `[start, end)` encodes to `holds`, until that is true. Then where the base64 of that
 * text ends: what is joined to it, a path or a name, is no part of it.
 */
export function endOfHolding(
  text: string,
  { start, end, encoding }: Encoded,
  holds: (decoded: string) => boolean,
): number {
  for (let from = start; from < end; from += PIECE - OVERLAP) {
    const to = Math.min(end, from + PIECE);
    const decoded = Buffer.from(text.slice(from, to), "base64").toString(encoding);
    const plain = plainStart(decoded, from > start);
    const isAll = plain.length >= decoded.length - 2 * CUT_CHARACTERS;
    if (holds(plain)) return isAll ? end : jointBehind(text, from + lengthOfBase64(plain, encoding), end);
    if (to === end || !isAll) return NOTHING;
  }
  return NOTHING;
}

const lengthOfBase64 = (plain: string, encoding: TextEncoding): number =>
  Math.ceil((Buffer.byteLength(plain, encoding) * 4) / 3);

function jointBehind(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) if (isJoint(text.charCodeAt(i))) return i;
  return end;
}

/** As far as it is text: what else a run holds begins where this ends. */
function plainStart(decoded: string, isCut: boolean): string {
  const most = isCut ? CUT_CHARACTERS : 0;
  let start = 0;
  while (start < most && decoded.charCodeAt(start) === REPLACEMENT) start++;
  let end = start;
  while (end < decoded.length && isText(decoded.charCodeAt(end))) end++;
  return start === 0 && end === decoded.length ? decoded : decoded.slice(start, end);
}

function isText(code: number): boolean {
  if (code < SPACE) return code === 10 || code === 13 || code === 9 || code === ESCAPE;
  return code !== DELETE && code !== REPLACEMENT;
}
