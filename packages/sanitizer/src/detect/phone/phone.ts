import type { Detector, DigitRun, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { HYPHEN, SPACE } from "../number/separators.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { extensionEnd } from "./extension.ts";
import { lookAtDoubleZero, lookBehindPlus } from "./international.ts";
import { nationalGroups } from "./national.ts";
import { standsInBrackets, standsInList } from "./no-phone.ts";
import { mayBegin, mayEnd, withPrefix } from "./phone-edges.ts";
import { phoneKind } from "./phone-kind.ts";
import { BRACKET, readPhone } from "./read-phone.ts";
import type { PhoneDigits } from "./read-phone.ts";

const PLUS = 43;
const OPENING = 40;
const FEWEST = 7;
const MOST_BARE = 15;

function lookAtPhone(scan: Scan, run: DigitRun): number {
  const { text, floor } = scan;
  const { start } = run;
  const before = start > floor ? codeAt(text, start - 1) : SPACE;
  if (before === PLUS) return lookBehindPlus(scan, start);
  if (isPartOfMore(scan, run, before)) return GO_ON;
  const phone = readPhone(text, start, before === OPENING);
  if (phone.count < FEWEST) return GO_ON;
  const bracketed = before === OPENING && phone.gaps[1] === BRACKET;
  const from = bracketed ? start - 1 : start;
  const begin = prefixed(scan, from, { phone, bracketed });
  if (!mayBegin(text, begin, floor)) return GO_ON;
  const abroad = lookAtDoubleZero(scan, start, phone);
  if (abroad !== GO_ON) return abroad;
  const groups = nationalGroups({ text, from: begin, bracketed }, phone);
  return groups === 0 ? GO_ON : report(scan, begin, phone.ends[groups - 1] as number);
}

/** Lists of numbers and versions are looked at group by group: all but the first leave here. */
function isPartOfMore({ text, floor }: Scan, { start, separator, groups, count }: DigitRun, before: number): boolean {
  if (groups === 1) return count > MOST_BARE || (before === OPENING && standsInBrackets(text, start, floor));
  if (before === separator && separator !== SPACE) return start - 1 > floor && isDigit(codeAt(text, start - 2));
  return separator === SPACE && standsInList(text, start, floor);
}

interface Read {
  readonly phone: PhoneDigits;
  readonly bracketed: boolean;
}

/** Only an area code is dialled behind a prefix that stands apart. */
function prefixed({ text, floor }: Scan, from: number, { phone, bracketed }: Read): number {
  const apart = bracketed || (phone.lengths[0] === 3 && phone.gaps[1] === HYPHEN && codeAt(text, from - 1) === SPACE);
  return apart ? withPrefix(text, from, floor) : from;
}

function report(scan: Scan, begin: number, behind: number): number {
  const end = extensionEnd(scan.text, behind);
  if (!mayEnd(scan.text, end)) return GO_ON;
  scan.report(phoneKind, begin, end);
  return end;
}

export const phoneDetector: Detector = { name: "phone", numbers: [lookAtPhone] };
