import { codeAt, isLetter, isUpper } from "../../scan/characters.ts";
import { SPACE } from "../signs.ts";

const LONGEST_WORD = 8;
const SHORTEST_WORD = 3;
const MOST_WORDS = 24;
/** Fewest words of a wallet's phrase. */
const FEWEST_WORDS = 12;

/** Behind the twelve to twenty-four words of a recovery phrase that begins with `[start, end)`; else `end`. */
export function phraseEnd(text: string, start: number, end: number): number {
  let i = start;
  let last = end;
  let words = 0;
  for (; words < MOST_WORDS; words++) {
    const from = i;
    while (i - from <= LONGEST_WORD && isLetter(codeAt(text, i)) && !isUpper(codeAt(text, i))) i++;
    if (i - from < SHORTEST_WORD || i - from > LONGEST_WORD) break;
    last = i;
    if (codeAt(text, i) !== SPACE) {
      words++;
      break;
    }
    i++;
  }
  return words >= FEWEST_WORDS ? last : end;
}

const GROUPS = 4;
const GROUP = 4;

/** Behind `abcd efgh ijkl mnop`, as passwords for one application are shown; else `end`. */
export function fourWordsEnd(text: string, start: number, end: number): number {
  if (end - start !== GROUP) return end;
  let i = start;
  for (let group = 0; group < GROUPS; group++) {
    if (group > 0 && codeAt(text, i++) !== SPACE) return end;
    for (const last = i + GROUP; i < last; i++) if (!isLower(codeAt(text, i))) return end;
  }
  return isLower(codeAt(text, i)) ? end : i;
}

const isLower = (code: number): boolean => code >= 97 && code <= 122;
