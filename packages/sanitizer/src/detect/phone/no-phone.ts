import { POINT, SPACE } from "../number/separators.ts";
import { codeAt, isDigit, isLetter } from "../scan/characters.ts";
import { hashOfWord, rollWord } from "./phone-words.ts";
import type { PhoneDigits } from "./read-phone.ts";

const PERCENT = 37;
const LONGEST_UNIT = 10;
const LONGEST_NUMBER = 10;
const LONGEST_IN_BRACKETS = 2;
const OPENING = 40;
const CLOSING = 41;
/** Before the last digits of a time, a date, an amount. */
const PARTS: ReadonlySet<number> = new Set(Array.from(":-/.,", (character) => character.charCodeAt(0)));

/** Where digits stand that may be a phone number. */
export interface NumberPlace {
  readonly text: string;
  /** Of the number, or of the bracket before it. */
  readonly from: number;
  /** The first group stands in brackets. */
  readonly bracketed: boolean;
}

const UNITS: ReadonlySet<number> = new Set(
  `ms ns us s sec secs second seconds min minutes h hours days b byte bytes kb mb gb kib mib gib bit bits row rows item items
  record records time times entry entries line lines request requests op ops token tokens point points percent events
  messages users eur usd gbp px files cycles pages hz mhz`
    .split(/\s+/u)
    .map(hashOfWord),
);

/** Whether a unit follows: a count or a measurement, whatever word stands before it. */
export function isMeasure(text: string, end: number): boolean {
  if (codeAt(text, end) === PERCENT) return true;
  const first = codeAt(text, end) === SPACE ? end + 1 : end;
  let last = first;
  while (last < first + LONGEST_UNIT && isLetter(codeAt(text, last))) last++;
  let hash = 0;
  for (let i = last - 1; i >= first; i--) hash = rollWord(hash, codeAt(text, i)) | 0;
  return last > first && UNITS.has(hash);
}

/** Whether these groups are a date, a US social security number, or an IP address. */
export function isOtherShape({ lengths, gaps, digits }: PhoneDigits, groups: number): boolean {
  if (groups === 3) return lengths[1] === 2 && isDateOrSsn(lengths, digits);
  if (groups !== 4) return false;
  for (let i = 0; i < groups; i++) if ((lengths[i] as number) > 3 || (i > 0 && gaps[i] !== POINT)) return false;
  return true;
}

/** `2026-11-25`, `25.11.2026`, `078-05-1120`. */
function isDateOrSsn(lengths: ArrayLike<number>, digits: ArrayLike<number>): boolean {
  if (lengths[0] === 4) return lengths[2] === 2 && (digits[0] === 1 || digits[0] === 2);
  return lengths[2] === 4 && (lengths[0] === 2 || lengths[0] === 3);
}

/**
 * Whether other numbers stand before `start`, with only a space between: these groups are part of a list. One digit by itself,
 * what stands before `floor`, a time or a date do not count.
 */
export function standsInList(text: string, start: number, floor: number): boolean {
  if (start - 1 <= floor || codeAt(text, start - 1) !== SPACE || !isDigit(codeAt(text, start - 2))) return false;
  let index = start - 2;
  const lowest = Math.max(floor, index - LONGEST_NUMBER);
  while (index >= lowest && isDigit(codeAt(text, index))) index--;
  const before = codeAt(text, index);
  if (isLetter(before)) return true;
  if (PARTS.has(before)) return false;
  return start - 2 - index > 1 || (before === SPACE && index > floor && isDigit(codeAt(text, index - 1)));
}

/** Whether two short numbers in brackets stand right before the bracket before `start`: `(1)(2)(3)`. */
export function standsInBrackets(text: string, start: number, floor: number): boolean {
  let index = start - 2;
  for (let brackets = 0; brackets < 2; brackets++) {
    const lowest = Math.max(floor, index - LONGEST_IN_BRACKETS);
    if (index <= floor || codeAt(text, index) !== CLOSING) return false;
    const closing = index--;
    while (index > lowest && isDigit(codeAt(text, index))) index--;
    if (index === closing - 1 || codeAt(text, index) !== OPENING) return false;
    index--;
  }
  return true;
}

/** Whether groups of the same kind follow. */
export function goesOnInList({ groups: all, gaps, lengths }: PhoneDigits, groups: number): boolean {
  if (all <= groups || gaps[groups] !== gaps[groups - 1]) return false;
  return gaps[groups] !== SPACE || lengths[groups] === lengths[groups - 1];
}

/** `01 02 03 04 05`. */
export function isSequence({ digits, lengths, totals }: PhoneDigits, groups: number): boolean {
  const pair = (group: number): number =>
    (digits[(totals[group] as number) - 2] as number) * 10 + (digits[(totals[group] as number) - 1] as number);
  const step = pair(1) - pair(0);
  for (let i = 0; i < groups; i++) {
    if (lengths[i] !== 2 || (i > 0 && pair(i) - pair(i - 1) !== step)) return false;
  }
  return true;
}
