import type { CodeLook, DigitRun, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { codeAt, isAlphanumeric, isDigit, isHex, isLetter } from "../scan/characters.ts";
import { bridgeEnd } from "./bridge.ts";
import { readDigitRun } from "./digit-run.ts";
import { HYPHEN, separatorOf, SPACE } from "./separators.ts";
import { uuidEnd, uuidLastGroup } from "./uuid.ts";

interface Judges {
  readonly numbers: readonly NumberLook[];
  readonly codes: readonly CodeLook[];
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

/** A digit was met at `index`: a number, a code, or part of a word that is neither. */
export function lookAtNumber(scan: Scan, index: number, judges: Judges): number {
  const { text, floor } = scan;
  const before = index > floor ? codeAt(text, index - 1) : SPACE;
  if (isLetter(before)) return lookAtCode(scan, index, judges.codes);
  if (isDigit(before)) return GO_ON;
  const end = endOfDigits(text, index);
  const announced = before === PLUS || before === OPENING;
  const next = leave(text, index, { end, before, floor });
  if (next !== 0) return next < 0 ? GO_ON : next;
  // Where its first group is nothing, what follows a separator may be the start of something else.
  const run = readDigitRun(text, index);
  if (run === undefined) return end;
  if (!announced && isNobodys(text, run)) return leaveRun(text, run, end);
  return lookAtRun(scan, run, judges.numbers) || end;
}

interface Around {
  readonly end: number;
  readonly before: number;
  readonly floor: number;
}

/** Where to go on if nothing can come of the digits `[index, around.end)`, -1 for the next character, else 0. */
function leave(text: string, index: number, around: Around): number {
  const announced = around.before === PLUS || around.before === OPENING;
  const next = around.end - index < FEWEST_DIGITS && !announced ? leaveShort(text, index, around.end) : 0;
  if (next !== 0) return next;
  return identifierEnd(text, index, around);
}

function lookAtRun(scan: Scan, run: DigitRun, numbers: readonly NumberLook[]): number {
  for (const judge of numbers) {
    const next = judge(scan, run);
    if (next !== GO_ON) return next;
  }
  return GO_ON;
}

/** Few digits at `[index, end)`: where to go on if nothing else can come of them, -1 for the next character, else 0. */
function leaveShort(text: string, index: number, end: number): number {
  const after = codeAt(text, end);
  if (isLetter(after)) return uuidEnd(text, index) || leaveWord(text, index) || -1;
  if (separatorOf(after) !== 0 && isDigit(codeAt(text, end + 1))) return 0;
  if (end - index >= SHORTEST_BRIDGED && bridgeEnd(text, end) !== GO_ON) return 0;
  return end === index + 1 ? -1 : end;
}

/** Behind the UUID to which the digits `[index, end)` belong, or {@link GO_ON}. */
function identifierEnd(text: string, index: number, { end, before, floor }: Around): number {
  const after = codeAt(text, end);
  if (before === HYPHEN && uuidLastGroup(text, index, { end, floor })) return end;
  return isLetter(after) || after === HYPHEN ? uuidEnd(text, index) : GO_ON;
}

function lookAtCode(scan: Scan, digit: number, codes: readonly CodeLook[]): number {
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
  return leaveWord(text, digit);
}

/** Identifiers in hexadecimal are the commonest words with digits: leave them in one step, behind their last digit. */
function leaveWord(text: string, digit: number): number {
  let next = digit + 1;
  let index = next;
  for (let code = codeAt(text, index); isHex(code); code = codeAt(text, ++index)) {
    if (isDigit(code)) next = index + 1;
  }
  return next - digit < WORTH_A_JUMP ? GO_ON : next;
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
  let end = index + 1;
  while (isDigit(codeAt(text, end))) end++;
  return end;
}
