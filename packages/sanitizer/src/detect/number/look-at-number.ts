import type { CodeLook, NumberLook, Scan } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { isAlphanumeric, isDigit, isHex, isLetter } from "../scan/characters.ts";
import { readDigitRun } from "./digit-run.ts";

interface Judges {
  readonly numbers: readonly NumberLook[];
  readonly codes: readonly CodeLook[];
}

/** No code begins with more letters before its first digit (an Italian fiscal code). */
const MAX_CODE_LETTERS = 6;

/** A digit was met at `index`: a number, a code, or part of a word that is neither. */
export function lookAtNumber(scan: Scan, index: number, { numbers, codes }: Judges): number {
  const { text } = scan;
  if (index > scan.floor && isAlphanumeric(text.charCodeAt(index - 1))) return lookAtCode(scan, index, codes);
  const run = readDigitRun(text, index);
  if (run === undefined) return endOf(text, index, isDigit);
  for (const judge of numbers) {
    const next = judge(scan, run);
    if (next !== GO_ON) return next;
  }
  // Its first group is nothing; what follows a separator may be the start of something else.
  return endOf(text, index, isDigit);
}

function lookAtCode(scan: Scan, digit: number, codes: readonly CodeLook[]): number {
  const { text, floor } = scan;
  let start = digit;
  const lowest = Math.max(floor, digit - MAX_CODE_LETTERS);
  while (start > lowest && isLetter(text.charCodeAt(start - 1))) start--;
  const begins = start < digit && (start === floor || !isAlphanumeric(text.charCodeAt(start - 1)));
  if (begins) {
    for (const judge of codes) {
      const next = judge(scan, start, digit);
      if (next !== GO_ON) return next;
    }
  }
  // Identifiers in hexadecimal are the commonest words with digits: leave them in one step.
  return endOf(text, digit, isHex);
}

function endOf(text: string, index: number, belongs: (code: number) => boolean): number {
  let end = index + 1;
  while (belongs(text.charCodeAt(end))) end++;
  return end;
}
