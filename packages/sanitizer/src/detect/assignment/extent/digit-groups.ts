import { codeAt, isDigit, isLetter } from "../../scan/characters.ts";
import { COMMA, SPACE } from "../signs.ts";

const MOST_GROUPS = 4;
const LONGEST_GROUP = 16;
const SHORTEST_MONTH = 3;

/** Behind further groups of digits, one blank between, and months' names if asked for: `12 March 1980`, `482 913`. */
export function digitsEnd(text: string, end: number, withMonths: boolean): number {
  let last = end;
  for (let group = 0; group < MOST_GROUPS; group++) {
    const blank = codeAt(text, last) === COMMA ? last + 1 : last;
    if (codeAt(text, blank) !== SPACE) break;
    const next = Math.max(runEnd(text, blank + 1, isDigit), withMonths ? monthEnd(text, blank + 1) : 0);
    if (next <= blank + 1 || isLetter(codeAt(text, next))) break;
    last = next;
  }
  return last;
}

/** A month has its day or its year behind it. */
function monthEnd(text: string, start: number): number {
  const end = runEnd(text, start, isLetter);
  return end - start >= SHORTEST_MONTH && isDigit(codeAt(text, end + 1)) ? end : 0;
}

function runEnd(text: string, start: number, belongs: (code: number) => boolean): number {
  let i = start;
  while (i - start < LONGEST_GROUP && belongs(codeAt(text, i))) i++;
  return i;
}
