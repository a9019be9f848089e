import type { CodeLook, DigitRun, Look, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric, isDigit, isHex, isLetter } from "../scan/characters.ts";
import { bridgeEnd } from "./bridge.ts";
import { readDigitRun } from "./digit-run.ts";
import { HYPHEN, separatorOf, SPACE } from "./separators.ts";
import { uuidEnd, uuidLastGroup } from "./uuid.ts";

interface Judges {
  readonly numbers: readonly NumberLook[];
  readonly codes: readonly CodeLook[];
  readonly colon: Look;
}

/** No code begins with more letters before its first digit (an Italian fiscal code). */
const MAX_CODE_LETTERS = 6;
/** Nobody looks for fewer digits, but for an IP address and for what a `+` or `(` announces. */
const FEWEST_DIGITS = 6;
const IP_GROUPS = 4;
/** Of a card number or an area code: a wider gap may follow. */
const SHORTEST_BRIDGED = 3;
/** A shorter stretch of hexadecimal is not worth a jump: it would hide the literals that hold digits (`ya29.`). */
const WORTH_A_JUMP = 4;

const PLUS = 43;
const OPENING = 40;
const COLON = 58;
/** Digits of one group of an IPv6 address. */
const MAX_GROUP = 4;

/** A digit was met at `index`: a number, a code, or part of a word that is neither. */
export function lookAtNumber(scan: Scan, index: number, judges: Judges): number {
  const { text, floor } = scan;
  const before = index > floor ? codeAt(text, index - 1) : SPACE;
  const end = endOfDigits(text, index);
  if (isDigit(before)) return end;
  const after = end < text.length ? codeAt(text, end) : SPACE;
  const isFew = end - index < FEWEST_DIGITS;
  const next = isFew && after < 128 ? (NEXT[after] as number) : OTHER;
  return lookCloser(scan, { index, end, before, after, next }, judges);
}

interface Digits {
  readonly index: number;
  readonly end: number;
}

interface Surrounded extends Digits {
  readonly before: number;
  readonly after: number;
  readonly next: number;
}

function lookCloser(scan: Scan, digits: Surrounded, judges: Judges): number {
  const { index, before, next } = digits;
  const address = lookAtColons(scan, digits, judges);
  if (address > index) return address;
  if (isLetter(before))
    return next === NOTHING ? digits.end : lookAtCode(scan, index, { end: digits.end, codes: judges.codes });
  if (next !== OTHER && (before === PLUS || before === OPENING)) return lookAtRun(scan, digits, judges);
  if (next === NOTHING || next === SIGN) return digits.end;
  return identifierEnd(scan, digits) || lookAtRun(scan, digits, judges);
}

/** Shows the judge of addresses the colon beside the digits, if it can belong to one. */
function lookAtColons(scan: Scan, { index, end }: Digits, judges: Judges): number {
  const { text, floor } = scan;
  const colon = colonBehind(text, index, end) || colonBefore(text, index, floor);
  return colon === 0 ? GO_ON : judges.colon(scan, colon, colon + 1);
}

/** By the character behind a few digits: what can come of them. Agrees with what {@link ./plain-digits.ts} leaves at once. */
const OTHER = 0;
const NOTHING = 1;
const LETTER = 2;
/** What stands between the groups of one number. */
const GAP = 3;
/** A colon. */
const SIGN = 4;

const NEXT = new Uint8Array(128).fill(NOTHING);
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code);
  if (isLetter(code)) NEXT[code] = LETTER;
  else if (separatorOf(code) !== 0 || "\t+_(".includes(character)) NEXT[code] = GAP;
  else if (code === COLON) NEXT[code] = SIGN;
}

/** Behind the UUID or the word in hexadecimal to which the digits belong, or {@link GO_ON}. */
function identifierEnd({ text, floor }: Scan, { index, end, before, after, next }: Surrounded): number {
  if (next === LETTER) return uuidEnd(text, index) || leaveWord(text, index, end);
  if (before === HYPHEN && uuidLastGroup(text, index, { end, floor })) return end;
  return isLetter(after) || after === HYPHEN ? uuidEnd(text, index) : GO_ON;
}

/** The colon behind the hexadecimal group to which the digits `[index, end)` belong: `2001:`, `3fff:`; 0 if there is none. */
function colonBehind(text: string, index: number, end: number): number {
  const colon = groupEnd(text, end, index + MAX_GROUP);
  if (codeAt(text, colon) !== COLON) return 0;
  if (colon > end || isLetter(codeAt(text, index - 1))) return colon;
  // No group and no second colon follows `12:34)`, a line and its column.
  const next = groupEnd(text, colon + 1, colon + 1 + MAX_GROUP);
  return codeAt(text, next) === COLON ? colon : 0;
}

function groupEnd(text: string, start: number, most: number): number {
  const limit = Math.min(most, text.length);
  let end = start;
  while (end < limit && isHex(codeAt(text, end))) end++;
  return end;
}

/** A colon in front of which no digits stand, for those asked about it already: `fd::12`, `abcd:12`; 0 if there is none. */
function colonBefore(text: string, index: number, floor: number): number {
  if (index < floor + 2 || codeAt(text, index - 1) !== COLON) return 0;
  const code = codeAt(text, index - 2);
  return code === COLON || (isHex(code) && !isDigit(code)) ? index - 1 : 0;
}

/** Shows the judges the run that begins with the digits `[index, end)`, unless nobody can want it. */
function lookAtRun(scan: Scan, { index, end }: Digits, judges: Judges): number {
  const { text } = scan;
  // Where its first group is nothing, what follows a separator may be the start of something else.
  const run = readDigitRun(text, index);
  if (run === undefined) return end;
  const before = index > scan.floor ? codeAt(text, index - 1) : SPACE;
  if (before !== PLUS && before !== OPENING && isNobodys(text, run)) return leaveRun(text, run, end);
  return judged(scan, run, judges.numbers) || end;
}

function judged(scan: Scan, run: DigitRun, numbers: readonly NumberLook[]): number {
  for (const judge of numbers) {
    const next = judge(scan, run);
    if (next !== GO_ON) return next;
  }
  return GO_ON;
}

interface Word {
  /** Behind the digits. */
  readonly end: number;
  readonly codes: readonly CodeLook[];
}

function lookAtCode(scan: Scan, digit: number, { end, codes }: Word): number {
  const { text, floor } = scan;
  let start = digit;
  const lowest = Math.max(floor, digit - MAX_CODE_LETTERS);
  while (start > lowest && isLetter(codeAt(text, start - 1))) start--;
  const begins = start === floor || !isAlphanumeric(codeAt(text, start - 1));
  if (begins) {
    for (const judge of codes) {
      const next = judge(scan, start, digit);
      if (next !== GO_ON) return next;
    }
    const identifier = uuidEnd(text, start);
    if (identifier !== GO_ON) return identifier;
  }
  return leaveWord(text, digit, end);
}

/** Identifiers in hexadecimal are the commonest words with digits: leave them in one step, behind their last digit. */
function leaveWord(text: string, digit: number, end: number): number {
  const { length } = text;
  let next = end;
  for (let index = end; index < length; index++) {
    const code = codeAt(text, index);
    if (isDigit(code)) next = index + 1;
    else if (!isHex(code)) break;
  }
  return next - digit < WORTH_A_JUMP ? end : next;
}

/** Where its last groups may belong to what follows (`3 4111 - 1111 …`), only the first is left. */
function leaveRun(text: string, run: DigitRun, first: number): number {
  const goesOn = isDigit(codeAt(text, run.end + 1)) || bridgeEnd(text, run.end) !== GO_ON;
  return goesOn && run.count < FEWEST_DIGITS ? first : run.end;
}

/** Whether these digits are a date, or so few that nobody looks for them and that nothing near makes them more. */
function isNobodys(text: string, run: DigitRun): boolean {
  const { count, groups, end } = run;
  if (count >= FEWEST_DIGITS) return isDate(run);
  if (groups >= IP_GROUPS || (groups === 1 && count >= SHORTEST_BRIDGED && bridgeEnd(text, end) !== GO_ON))
    return false;
  // A phone number may have other separators behind a space: `06-12 34 56 78`, `020 7946-0958`, `11 91234-5678`.
  if (run.digits[0] !== 0 && (groups > 1 || count !== 2)) return true;
  return separatorOf(codeAt(text, end)) !== SPACE || !isDigit(codeAt(text, end + 1));
}

/** `2026-11-25`, `2026/11/25`: in every second log line, and of no interest to anybody. */
function isDate({ groups, groupLengths, digits, separator }: DigitRun): boolean {
  if (groups !== 3 || separator === SPACE) return false;
  if (groupLengths[0] !== 4 || groupLengths[1] !== 2 || groupLengths[2] !== 2) return false;
  return (digits[0] === 2 && digits[1] === 0) || (digits[0] === 1 && digits[1] === 9);
}

function endOfDigits(text: string, index: number): number {
  const { length } = text;
  let end = index + 1;
  while (end < length && isDigit(codeAt(text, end))) end++;
  return end;
}
