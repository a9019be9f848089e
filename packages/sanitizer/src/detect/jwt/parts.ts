import { codeAt } from "../scan/characters.ts";
import type { Run } from "../value/alphabet.ts";
import { alphabets, endOfRun } from "../value/alphabet.ts";

/** A payload may be as long as it likes. */
const PART: Run = { of: alphabets.url, max: Number.POSITIVE_INFINITY };
const POINT = 46;
const EQUALS = 61;
const BACKSLASH = 92;
const TILDE = 126;
const MOST_PARTS = 5;
const MOST_BREAK = 12;
/** What stands behind a line break is the next part only if it is no word. */
const SHORTEST_BEHIND_BREAK = 20;

/** Where one part stands; empty parts are there too. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** Behind the base64url that begins at `start`, without padding. */
export const endOfPart = (text: string, start: number): number => endOfRun(text, start, PART);

/** Some programs pad the parts, though none should (RFC 7515, 2). */
export function skipPadding(text: string, end: number): number {
  let at = end;
  while (at - end < 2 && codeAt(text, at) === EQUALS) at++;
  return at;
}

/** The parts behind the first one, which ends at `end`: at most four. */
export function partsBehind(text: string, end: number): readonly Part[] {
  const parts: Part[] = [];
  let at = end;
  while (parts.length < MOST_PARTS - 1) {
    const part = nextPart(text, at);
    if (part === undefined) break;
    parts.push(part);
    at = part.end;
  }
  return parts;
}

function nextPart(text: string, end: number): Part | undefined {
  const point = skipBreak(text, skipPadding(text, end));
  if (codeAt(text, point) !== POINT) return undefined;
  const start = skipBreak(text, point + 1);
  const last = endOfPart(text, start);
  const broken = point > end + 2 || start > point + 1;
  if (broken && last - start < SHORTEST_BEHIND_BREAK) return undefined;
  return { start, end: last };
}

/** Tokens are sometimes written with their parts on lines of their own, as in the RFCs. */
function skipBreak(text: string, start: number): number {
  let at = start;
  let lines = 0;
  while (at - start < MOST_BREAK) {
    const code = codeAt(text, at);
    if (code === 10 || code === 13) lines++;
    else if (code === BACKSLASH && (codeAt(text, at + 1) === 110 || codeAt(text, at + 1) === 114)) {
      lines++;
      at++;
    } else if (code !== 32 && code !== 9) break;
    at++;
  }
  return lines > 0 ? at : start;
}

/** Behind the disclosures of an SD-JWT: `~` and base64url, over and over. */
export function skipDisclosures(text: string, end: number): number {
  let at = end;
  while (codeAt(text, at) === TILDE) at = endOfPart(text, at + 1);
  return at;
}
