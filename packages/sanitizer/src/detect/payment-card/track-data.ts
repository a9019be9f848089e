import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { SPACE } from "../number/separators.ts";
import { codeAt, isDigit, isLetter } from "../scan/characters.ts";
import { LONGEST_CARD, SHORTEST_CARD } from "./card-number.ts";
import { trackKind } from "./payment-card-kind.ts";

const PERCENT = 37;
const SEMICOLON = 59;
const EQUALS = 61;
const QUESTION = 63;
const CARET = 94;
const LETTER_B = 66;
const LETTER_D = 68;
/** ISO/IEC 7813: expiry (4), service code (3), then whatever the issuer likes. */
const FEWEST_BEHIND = 7;
const LONGEST_BEHIND = 40;
const LONGEST_NAME = 26;

/** Track 2 whose card number is `[start, end)`: `;4111…=2512101…?`, also with the `D` of chips. Else {@link GO_ON}. */
export function reportTrack2(scan: Scan, start: number, end: number): number {
  const { text } = scan;
  const separator = codeAt(text, end);
  if (separator !== EQUALS && (separator & ~32) !== LETTER_D) return GO_ON;
  let index = end + 1;
  while (index - end <= LONGEST_BEHIND && isDigit(codeAt(text, index))) index++;
  if (index - end <= FEWEST_BEHIND || isDigit(codeAt(text, index))) return GO_ON;
  if (codeAt(text, index) === QUESTION) index++;
  const sentinel = start > scan.floor && codeAt(text, start - 1) === SEMICOLON;
  scan.report(trackKind, sentinel ? start - 1 : start, index);
  return index;
}

/** Track 1, `%B4111…^NAME^2512101…?`: a code of the letter B and the card number. */
export function lookAtTrack1(scan: Scan, start: number, digit: number): number {
  const { text } = scan;
  if (digit - start !== 1 || (codeAt(text, start) & ~32) !== LETTER_B) return GO_ON;
  const name = endOfNumber(text, digit);
  if (codeAt(text, name) !== CARET) return GO_ON;
  const behind = endOfField(text, name + 1, { is: isNameCharacter, most: LONGEST_NAME });
  if (codeAt(text, behind) !== CARET) return GO_ON;
  let end = endOfField(text, behind + 1, { is: isDiscretionary, most: LONGEST_BEHIND });
  if (end - behind <= FEWEST_BEHIND) return GO_ON;
  if (codeAt(text, end) === QUESTION) end++;
  const sentinel = start > scan.floor && codeAt(text, start - 1) === PERCENT;
  scan.report(trackKind, sentinel ? start - 1 : start, end);
  return end;
}

interface Field {
  readonly is: (code: number) => boolean;
  readonly most: number;
}

function endOfField(text: string, start: number, { is, most }: Field): number {
  let end = start;
  while (end - start < most && is(codeAt(text, end))) end++;
  return end;
}

/** Behind 12 to 19 digits, possibly in groups; else an index where no `^` stands. */
function endOfNumber(text: string, start: number): number {
  let count = 0;
  let index = start;
  for (; count <= LONGEST_CARD; index++) {
    const code = codeAt(text, index);
    if (isDigit(code)) count++;
    else if (code !== SPACE || !isDigit(codeAt(text, index + 1))) break;
  }
  return count >= SHORTEST_CARD && count <= LONGEST_CARD ? index : start;
}

const isNameCharacter = (code: number): boolean => code >= SPACE && code !== CARET && code < 127;

const isDiscretionary = (code: number): boolean => isDigit(code) || isLetter(code) || code === SPACE || code === EQUALS;
