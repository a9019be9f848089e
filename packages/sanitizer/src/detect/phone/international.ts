import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { POINT } from "../number/separators.ts";
import { codeAt, isAlphanumeric } from "../scan/characters.ts";
import { callingCodeLength, isInternational } from "./calling-codes.ts";
import { extensionEnd } from "./extension.ts";
import { contextBefore, FAR } from "./phone-context.ts";
import { phoneKind } from "./phone-kind.ts";
import { OTHER, WEAK } from "./phone-words.ts";
import { BRACKET, readPhone } from "./read-phone.ts";
import type { PhoneDigits } from "./read-phone.ts";

const OPENING = 40;
const PLUS = 43;
const FEWEST = 8;
const MOST = 15;

/** `+` stands before `start`: `+44 20 7946 0958`, `(+1) 555 123 4567`. */
export function lookBehindPlus(scan: Scan, start: number): number {
  const { text, floor } = scan;
  const before = start - 1 > floor ? codeAt(text, start - 2) : 0;
  if (isAlphanumeric(before) || before === PLUS) return GO_ON;
  const found = before === OPENING ? lookInBracket(scan, start) : GO_ON;
  if (found !== GO_ON) return found;
  const phone = readPhone(text, start, false);
  const groups = groupsBehindPlus(text, start, phone);
  return groups === 0 ? GO_ON : report(scan, start - 1, phone.ends[groups - 1] as number);
}

/** A bracket before the plus belongs to the number where it closes in it; that of `(+49 (0)30 901820)` stands about it. */
function lookInBracket(scan: Scan, start: number): number {
  const { text } = scan;
  const phone = readPhone(text, start, true);
  const groups = groupsBehindPlus(text, start, phone);
  const isInside = phone.gaps.subarray(1, groups).includes(BRACKET);
  return isInside && groups > 0 ? report(scan, start - 2, phone.ends[groups - 1] as number) : GO_ON;
}

/** A number of no known length is still one where a word says so. */
function groupsBehindPlus(text: string, start: number, phone: PhoneDigits): number {
  const groups = longestInternational(phone, 0);
  if (groups > 0 || !isPlausible(phone)) return groups;
  return contextBefore(text, start - 1).meaning >= WEAK ? phone.groups : 0;
}

/** `00` in the place of the plus: `0044 20 7946 0958`. */
export function lookAtDoubleZero(scan: Scan, start: number, phone: PhoneDigits): number {
  const { digits } = phone;
  if ((phone.lengths[0] as number) < 2 || digits[0] !== 0 || digits[1] !== 0 || digits[2] === 0) return GO_ON;
  const groups = longestInternational(phone, 2);
  if (groups === 0) return GO_ON;
  const { meaning, closeness } = contextBefore(scan.text, start);
  if (meaning === OTHER && closeness !== FAR) return GO_ON;
  // Numbers filled up with zeros look like this too; who writes a phone number puts gaps in, or says what it is.
  if (groups === 1 && meaning < WEAK && callingCodeLength(digits, 2) < 2) return GO_ON;
  return report(scan, start, phone.ends[groups - 1] as number);
}

/** How many of the first groups are a number with its calling code at digit `from`; the more the better. */
function longestInternational(phone: PhoneDigits, from: number): number {
  const { digits, totals, lengths, gaps } = phone;
  for (let { groups } = phone; groups > 0; groups--) {
    const total = totals[groups - 1] as number;
    if (!isInternational(digits, from, total)) continue;
    // `+1.5551234567` is a number, `+12.345678901` a measurement.
    const decimal = gaps[1] === POINT && groups === 2 && lengths[0] !== callingCodeLength(digits, from);
    if (!decimal) return groups;
  }
  return 0;
}

const isPlausible = ({ count, digits }: PhoneDigits): boolean => count >= FEWEST && count <= MOST && digits[0] !== 0;

function report(scan: Scan, start: number, behind: number): number {
  const end = extensionEnd(scan.text, behind);
  if (isAlphanumeric(codeAt(scan.text, end))) return GO_ON;
  scan.report(phoneKind, start, end);
  return end;
}
