import { codeAt, isAlphanumeric, isDigit, isHex } from "../scan/characters.ts";
import { isIdeograph, isLocal } from "./characters.ts";

const MAX_LOCAL = 64;
/** Parameters of a colour of the terminal. */
const MAX_COLOUR = 20;
const LINE_FEED = 10;
const ESCAPE = 27;
const QUOTE = 34;
const PERCENT = 37;
const APOSTROPHE = 39;
const PLUS = 43;
const HYPHEN = 45;
const POINT = 46;
const SEMICOLON = 59;
const EQUALS = 61;
const OPENING = 91;
const BACKSLASH = 92;
const LOWER_M = 109;

/** Where the part before the `@` at `at` begins; `at` itself if there is none. Never below `floor`. */
export function localStart(text: string, at: number, floor: number): number {
  const lowest = Math.max(floor, at - MAX_LOCAL);
  if (codeAt(text, at - 1) === QUOTE) return quotedStart(text, at, lowest);
  let start = atomsStart(text, at, lowest);
  if (start > lowest && codeAt(text, start - 1) === EQUALS) start = returnPathStart(text, start, lowest);
  while (start < at && (codeAt(text, start) === POINT || codeAt(text, start) === HYPHEN)) start++;
  return Math.min(at, start + escapeLength(text, start, lowest));
}

function atomsStart(text: string, at: number, lowest: number): number {
  let start = at;
  let latin = false;
  while (start > lowest) {
    const code = codeAt(text, start - 1);
    if (isAlphanumeric(code)) latin = true;
    else if ((latin && isIdeograph(code)) || !continuesLocal(text, start - 1, { at, lowest })) break;
    start--;
  }
  return start;
}

/** Whether the sign at `index` belongs to what stands behind it. */
function continuesLocal(text: string, index: number, { at, lowest }: { at: number; lowest: number }): boolean {
  const code = codeAt(text, index);
  const joins = index > lowest && index + 1 < at && isAlphanumeric(codeAt(text, index - 1));
  switch (code) {
    case APOSTROPHE:
      // `o'brien`; but not the quote before a quoted address.
      return joins;
    case PERCENT:
      // `ivan%work@`, an old way to route; `%3Djane@` is an encoded sign.
      return joins && !isHexPair(text, index + 1);
    case POINT:
      return codeAt(text, index + 1) !== POINT;
    default:
      return isLocal(code);
  }
}

const isHexPair = (text: string, at: number): boolean => isHex(codeAt(text, at)) && isHex(codeAt(text, at + 1));

/** `bounces+jane=example.com@lists.example.org`: the address in a return path. */
function returnPathStart(text: string, start: number, lowest: number): number {
  const outer = atomsStart(text, start - 1, lowest);
  for (let i = outer; i < start - 1; i++) if (codeAt(text, i) === PLUS) return outer;
  return start;
}

/** `"john doe"@…`, also with the quotes escaped as inside JSON. */
function quotedStart(text: string, at: number, lowest: number): number {
  const escaped = codeAt(text, at - 2) === BACKSLASH;
  for (let i = at - 2; i > lowest; i--) {
    const code = codeAt(text, i - 1);
    if (code === LINE_FEED) return at;
    if (code !== QUOTE) continue;
    const start = escaped && codeAt(text, i - 2) === BACKSLASH ? i - 2 : i - 1;
    const before = start > lowest ? codeAt(text, start - 1) : LINE_FEED;
    return isAlphanumeric(before) ? at : start;
  }
  return at;
}

/**
 * The `n` of a `\n` inside JSON belongs to the line, not to the address behind it; so does the `u003c` of a `<`, the `20` of
 * a `%20`, and the `31m` of a colour.
 */
function escapeLength(text: string, start: number, lowest: number): number {
  if (start === lowest) return 0;
  const before = codeAt(text, start - 1);
  if (before === PERCENT) return isHexPair(text, start) ? 2 : 0;
  if (before === OPENING || before === SEMICOLON) return colourLength(text, start);
  if (before !== BACKSLASH) return 0;
  const code = codeAt(text, start);
  if (code === 110 || code === 114 || code === 116) return 1;
  return code === 117 && text.startsWith("00", start + 1) ? 5 : 0;
}

/** Of what is left of `ESC[1;31m` behind its `[` or its last `;`. */
function colourLength(text: string, start: number): number {
  let end = start;
  while (end < start + 3 && isDigit(codeAt(text, end))) end++;
  if (codeAt(text, end) !== LOWER_M) return 0;
  let opening = start - 1;
  for (let code = codeAt(text, opening); isDigit(code) || code === SEMICOLON; code = codeAt(text, --opening))
    if (start - opening > MAX_COLOUR) return 0;
  return codeAt(text, opening) === OPENING && codeAt(text, opening - 1) === ESCAPE ? end + 1 - start : 0;
}
