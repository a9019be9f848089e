import { LONGEST_MASK, MASK_START } from "../../model/kind.ts";
import { codeAt, isAlphanumeric, isLetter } from "../scan/characters.ts";

const NEWLINE = 10;
const QUOTE = 34;
const HASH = 35;
const DOLLAR = 36;
const PERCENT = 37;
const OPENING_ROUND = 40;
const CLOSING_ROUND = 41;
const OPENING_ANGLE = 60;
const CLOSING_ANGLE = 62;
const OPENING_BRACKET = 91;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
const UNDERSCORE = 95;
const LONGEST_ANGLE = 64;
/** What is longer is no template. */
const LONGEST = 1_024;
/** So far behind the value's end its bracket may be closed. */
const LONGEST_BEHIND = 128;

/**
 * Whether `[start, end)` is made of what a program or a reader puts something else in place of, and of signs between:
 * `${password}`, `{{ .password }}`, `<user>:<password>`, `%(password)s`, masks. `${X}Secret99` is not.
 */
export function isTemplate(text: string, start: number, end: number): boolean {
  if (end - start > LONGEST) return false;
  let i = partEnd(text, start, end);
  if (i <= start) return false;
  while (i < end) {
    const next = partEnd(text, i, end);
    // Without it, each bracket that nothing closes would be looked behind to the end.
    if (next < 0) return false;
    if (next > i) i = next;
    else if (isAlphanumeric(codeAt(text, i))) return false;
    else i++;
  }
  return true;
}

/** Behind the part that begins at `at`; `at` if none does, -1 where its bracket is not closed. */
function partEnd(text: string, at: number, end: number): number {
  const next = codeAt(text, at + 1);
  switch (codeAt(text, at)) {
    case OPENING_BRACKET:
      return maskEnd(text, at, end);
    case OPENING_ANGLE:
      return angleEnd(text, at, end);
    case DOLLAR:
      return next === OPENING_BRACE || next === OPENING_ROUND ? closedEnd(text, at + 1, end) : at;
    case HASH:
      return next === OPENING_BRACE ? closedEnd(text, at + 1, end) : at;
    case OPENING_BRACE:
      return closedEnd(text, at, end);
    case PERCENT:
      return formatEnd(text, at, end);
    default:
      return at;
  }
}

/** `[REDACTED:email]` */
function maskEnd(text: string, at: number, end: number): number {
  if (!text.startsWith(MASK_START, at)) return at;
  const close = text.slice(at, at + LONGEST_MASK).indexOf("]");
  return close < 0 ? at : Math.min(end, at + close + 1);
}

/** `<password>`, `<your token here>`. */
function angleEnd(text: string, at: number, end: number): number {
  const last = Math.min(text.length, at + LONGEST_ANGLE);
  for (let i = at + 1; i < last; i++) {
    const code = codeAt(text, i);
    if (code === CLOSING_ANGLE) return Math.min(end, i + 1);
    if (code === NEWLINE || code === QUOTE) break;
  }
  return at;
}

/** Behind the bracket that closes the one at `open`, also where the value ends before it, at the blank of `{{ x }}`; or -1. */
function closedEnd(text: string, open: number, end: number): number {
  const opens = codeAt(text, open);
  const closes = opens === OPENING_BRACE ? CLOSING_BRACE : CLOSING_ROUND;
  const limit = Math.min(text.length, end + LONGEST_BEHIND);
  let depth = 0;
  for (let i = open; i < limit; i++) {
    const code = codeAt(text, i);
    if (code === opens) depth++;
    else if (code === closes && --depth === 0) return Math.min(end, i + 1);
  }
  return -1;
}

/** `%s`, `%(password)s`, `%{password}`, `%PASSWORD%`. */
function formatEnd(text: string, at: number, end: number): number {
  const next = codeAt(text, at + 1);
  if (next === OPENING_BRACE) return closedEnd(text, at + 1, end);
  if (next !== OPENING_ROUND) return isLetter(next) ? wordFormatEnd(text, at, end) : at;
  const close = closedEnd(text, at + 1, end);
  return close >= 0 && close < end && isLetter(codeAt(text, close)) ? close + 1 : close;
}

function wordFormatEnd(text: string, at: number, end: number): number {
  let i = at + 1;
  while (i < end && (isAlphanumeric(codeAt(text, i)) || codeAt(text, i) === UNDERSCORE)) i++;
  if (i === at + 2) return i;
  return i < end && codeAt(text, i) === PERCENT ? i + 1 : at;
}
