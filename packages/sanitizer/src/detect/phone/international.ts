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
  let from = start - 1;
  const before = from > floor ? codeAt(text, from - 1) : 0;
  if (isAlphanumeric(before) || before === PLUS) return GO_ON;
  const open = before === OPENING;
  if (open) from--;
  const phone = readPhone(text, start, open);
  let groups = longestInternational(phone, 0);
  // `(+49 (0)30 901820)`: the bracket stands about the number, which has one of its own.
  const enclosed = open && groups === 0;
  if (enclosed) groups = longestInternational(readPhone(text, start, false), 0);
  // A number of no known length is still one where a word says so.
  if (groups === 0 && isPlausible(phone) && contextBefore(text, from).meaning >= WEAK) groups = phone.groups;
  if (groups === 0) return GO_ON;
  // The bracket belongs to the number where it closes in it.
  const begin = open && !enclosed && holdsBracket(phone, groups) ? from : start - 1;
  return report(scan, begin, phone.ends[groups - 1] as number);
}

const holdsBracket = ({ gaps }: PhoneDigits, groups: number): boolean => gaps.subarray(1, groups).includes(BRACKET);

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
