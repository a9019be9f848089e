import { isAlphanumeric } from "../scan/characters.ts";
import { isIdeograph, isLocal } from "./characters.ts";

const MAX_LOCAL = 64;
const LINE_FEED = 10;
const QUOTE = 34;
const APOSTROPHE = 39;
const PLUS = 43;
const HYPHEN = 45;
const POINT = 46;
const EQUALS = 61;
const BACKSLASH = 92;

/** Where the part before the `@` at `at` begins; `at` itself if there is none. Never below `floor`. */
export function localStart(text: string, at: number, floor: number): number {
  const lowest = Math.max(floor, at - MAX_LOCAL);
  if (text.charCodeAt(at - 1) === QUOTE) return quotedStart(text, at, lowest);
  let start = atomsStart(text, at, lowest);
  if (start > lowest && text.charCodeAt(start - 1) === EQUALS) start = returnPathStart(text, start, lowest);
  while (start < at && (text.charCodeAt(start) === POINT || text.charCodeAt(start) === HYPHEN)) start++;
  return start + 1 < at && isEscape(text, start, lowest) ? start + 1 : start;
}

function atomsStart(text: string, at: number, lowest: number): number {
  let start = at;
  let latin = false;
  while (start > lowest) {
    const code = text.charCodeAt(start - 1);
    if (isIdeograph(code) && latin) break;
    if (isAlphanumeric(code)) latin = true;
    else if (code === APOSTROPHE) {
      // `o'brien`; but not the quote before a quoted address.
      if (start === at || start - 1 === lowest || !isAlphanumeric(text.charCodeAt(start - 2))) break;
    } else if (!isLocal(code) || (code === POINT && text.charCodeAt(start) === POINT)) break;
    start--;
  }
  return start;
}

/** `bounces+jane=example.com@lists.example.org`: the address in a return path. */
function returnPathStart(text: string, start: number, lowest: number): number {
  const outer = atomsStart(text, start - 1, lowest);
  for (let i = outer; i < start - 1; i++) if (text.charCodeAt(i) === PLUS) return outer;
  return start;
}

/** `"john doe"@…`, also with the quotes escaped as inside JSON. */
function quotedStart(text: string, at: number, lowest: number): number {
  const escaped = text.charCodeAt(at - 2) === BACKSLASH;
  for (let i = at - 2; i > lowest; i--) {
    const code = text.charCodeAt(i - 1);
    if (code === LINE_FEED) return at;
    if (code !== QUOTE) continue;
    const start = escaped && text.charCodeAt(i - 2) === BACKSLASH ? i - 2 : i - 1;
    const before = start > lowest ? text.charCodeAt(start - 1) : LINE_FEED;
    return isAlphanumeric(before) ? at : start;
  }
  return at;
}

/** The `n` of a `\n` inside JSON belongs to the line, not to the address behind it. */
function isEscape(text: string, start: number, lowest: number): boolean {
  if (start === lowest || text.charCodeAt(start - 1) !== BACKSLASH) return false;
  const code = text.charCodeAt(start);
  return code === 110 || code === 114 || code === 116;
}
