import type { Detector, DigitRun, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { HYPHEN, POINT, separatorOf, SLASH } from "../number/separators.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter } from "../scan/characters.ts";
import { standsInAccount } from "./account-before.ts";
import { isCardGrouping, isCardNumber, MAX_CARD_GROUPS, SHORTEST_CARD } from "./card-number.ts";
import { isIdentifier } from "./identifier-before.ts";
import { cardKind } from "./payment-card-kind.ts";
import { lookAtTrack1, reportTrack2 } from "./track-data.ts";
import { lookAtWideCard } from "./wide-card.ts";

/** The commonest group, and the one that a wider gap may follow. */
const GROUP = 4;

function lookAtCard(scan: Scan, run: DigitRun): number {
  const { count, groups, separator } = run;
  const first = run.digits[0] as number;
  // No scheme issues under these; epochs in micro- and nanoseconds begin with 1.
  if (first < 2 || first === 7) return GO_ON;
  if (count < SHORTEST_CARD) return groups === 1 && count === GROUP ? lookAtWideCard(scan, run.start) : GO_ON;
  const joined = separator === SLASH || separator < 0 ? 1 : Math.min(groups, MAX_CARD_GROUPS);
  const taken = longestCard(run, joined);
  if (taken === 0) return GO_ON;
  let length = 0;
  for (let i = 0; i < taken; i++) length += run.groupLengths[i] as number;
  return reportCard(scan, run, { groups: taken, length, end: (run.at[length - 1] as number) + 1 });
}

/** How many of the first groups are a card number; 0 if none. */
function longestCard({ digits, groupLengths }: DigitRun, most: number): number {
  let taken = 0;
  let length = 0;
  for (let groups = 1; groups <= most; groups++) {
    length += groupLengths[groups - 1] as number;
    if (isCardGrouping(groupLengths, groups) && isCardNumber(digits, length)) taken = groups;
  }
  return taken;
}

interface Taken {
  readonly groups: number;
  /** In digits. */
  readonly length: number;
  readonly end: number;
}

function reportCard(scan: Scan, run: DigitRun, taken: Taken): number {
  const { end, groups, length } = taken;
  if (goesOnBefore(scan, run.start, groups === 1 ? 0 : run.separator)) return GO_ON;
  if (groups === 1 && isIdentifier(scan.text, run.start, length)) return GO_ON;
  const track = groups === 1 ? reportTrack2(scan, run.start, end) : GO_ON;
  if (track !== GO_ON) return track;
  if (isAlphanumeric(codeAt(scan.text, end)) || goesOnBehind(scan.text, run, taken)) return GO_ON;
  scan.report(cardKind, run.start, end);
  return end;
}

/** Whether the number goes on behind: decimals, or more groups of the same kind. */
function goesOnBehind(text: string, run: DigitRun, { groups, end }: Taken): boolean {
  const after = codeAt(text, end);
  if (!isDigit(codeAt(text, end + 1))) return false;
  if (after === POINT) return groups === 1 || run.separator !== HYPHEN;
  return after === HYPHEN && groups > 1 && run.groups > groups && (run.groupLengths[groups] as number) >= GROUP;
}

/** Whether the number began before: decimals, a sign, more groups with the same separator. */
function goesOnBefore({ text, floor }: Scan, start: number, separator: number): boolean {
  if (start <= floor) return false;
  const before = codeAt(text, start - 1);
  if (separator !== 0 && separatorOf(before) === separator && standsInAccount(text, start - 1)) return true;
  if (before !== POINT && before !== HYPHEN) return false;
  const further = start - 1 > floor ? codeAt(text, start - 2) : 0;
  if (isDigit(further)) return before === separator || before === POINT;
  return separator === 0 && !isLetter(further);
}

export const paymentCardDetector: Detector = {
  name: "payment_card",
  numbers: [lookAtCard],
  codes: [lookAtTrack1],
};
