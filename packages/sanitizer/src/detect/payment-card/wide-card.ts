import type { Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { bridgeEnd } from "../number/bridge.ts";
import { codeAt, isAlphanumeric, isDigit } from "../scan/characters.ts";
import { isCardGrouping, isCardNumber, LONGEST_CARD, MAX_CARD_GROUPS } from "./card-number.ts";
import { cardKind } from "./payment-card-kind.ts";

const digits = new Uint8Array(LONGEST_CARD);
const lengths = new Uint8Array(MAX_CARD_GROUPS);

/** A card number whose groups stand further apart, or are joined by what a form puts for a space: `4111 - 1111`, `4111+1111`. */
export function lookAtWideCard(scan: Scan, start: number): number {
  const { text } = scan;
  let count = 0;
  let groups = 0;
  let index = start;
  let end = GO_ON;
  while (groups < MAX_CARD_GROUPS) {
    const first = count;
    for (let code = codeAt(text, index); isDigit(code); code = codeAt(text, ++index)) {
      if (count === LONGEST_CARD) return finish(scan, start, end);
      digits[count++] = code - 48;
    }
    lengths[groups++] = count - first;
    if (groups > 1 && isCardGrouping(lengths, groups) && isCardNumber(digits, count)) end = index;
    const next = bridgeEnd(text, index);
    if (next === GO_ON) break;
    index = next;
  }
  return finish(scan, start, end);
}

function finish(scan: Scan, start: number, end: number): number {
  if (end === GO_ON || isAlphanumeric(codeAt(scan.text, end))) return GO_ON;
  scan.report(cardKind, start, end);
  return end;
}
