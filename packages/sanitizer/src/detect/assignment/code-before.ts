import type { Anchor, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { otpKey } from "../key-name/key-kinds.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter } from "../scan/characters.ts";
import { foundKind } from "./judge/found-kinds.ts";
import { HYPHEN, SPACE } from "./signs.ts";

const FEWEST_DIGITS = 4;
const MOST_DIGITS = 8;
const MOST_WORDS = 4;
const LONGEST_WORD = 16;

/** `482913 is your login code`, `Use 482913 as your verification code`: as text messages say it. */
function lookAtYour(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const first = digitsBefore(text, start, scan.floor);
  if (start - first < FEWEST_DIGITS || !saysCode(scan, end)) return GO_ON;
  scan.report(foundKind(otpKey), first, start);
  return end;
}

/** Where the digits before `end` begin; `end` where they are part of something longer. Google writes `G-482913`. */
function digitsBefore(text: string, end: number, floor: number): number {
  const lowest = Math.max(floor, end - MOST_DIGITS);
  let i = end;
  while (i > lowest && isDigit(codeAt(text, i - 1))) i--;
  const before = codeAt(text, i - 1);
  const isPart = isAlphanumeric(before) || (before === HYPHEN && !isLetter(codeAt(text, i - 2)));
  return isPart ? end : i;
}

/** Whether one of the next words ends the name of a code: `login code`, `Google verification code`, `code`. */
function saysCode(scan: Scan, at: number): boolean {
  const { text } = scan;
  // `your code` is one; `your postal code` is none.
  let before = at - "your ".length;
  let start = at;
  for (let count = 0; count < MOST_WORDS; count++) {
    let end = start;
    while (end - start < LONGEST_WORD && (isLetter(codeAt(text, end)) || codeAt(text, end) === HYPHEN)) end++;
    if (end === start) return false;
    if (isOtp(scan, before, end) || isOtp(scan, start, end)) return true;
    if (codeAt(text, end) !== SPACE) return false;
    before = start;
    start = end + 1;
  }
  return false;
}

const isOtp = (scan: Scan, start: number, end: number): boolean => scan.keyClass(start, end)?.kind === otpKey;

export const codeBefore: Anchor = { literals: [" is your ", " as your "], look: lookAtYour };
