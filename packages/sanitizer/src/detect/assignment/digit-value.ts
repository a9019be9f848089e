import { birthDateKey, cvvKey, documentKey, pinKey } from "../key-name/key-kinds.ts";
import { isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { FEWEST_DIGITS } from "./found-kinds.ts";
import type { Claim, Value } from "./judge-value.ts";
import { countDigits } from "./secret-like.ts";

const LONGEST_CODE = 16;
const LONGEST_DATE = 40;
const FEWEST_IN_WORDS = 4;

/** Values that are told by their digits: codes, PINs, dates of birth, numbers of documents. */
export function holdsDigits(text: string, { start, end }: Value, { keyClass, form, doubtful }: Claim): boolean {
  const { kind } = keyClass;
  const digits = countDigits(text, start, end);
  const length = end - start;
  const fewest = FEWEST_DIGITS.get(kind) ?? 0;
  if (digits < fewest || doubtful) return false;
  if (kind === birthDateKey) return length <= LONGEST_DATE && form !== "words";
  if (length > LONGEST_CODE) return false;
  if (kind === documentKey) return form !== "words" && !hasLower(text, start, end);
  if (kind === cvvKey) return digits === length && digits <= 4;
  if (kind === pinKey) return digits === length && (form !== "words" || digits === FEWEST_IN_WORDS);
  if (form === "words" || form === "link") return digits === length && digits >= FEWEST_IN_WORDS;
  return form !== "tight" || digits === length;
}

function hasLower(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isLetter(code) && !isUpper(code)) return true;
  }
  return false;
}

const MOST_GROUPS = 4;
const MONTH = 3;

/** Behind further groups of digits and months' names, one blank between: `12 March 1980`, `482 913`. */
export function digitsEnd(text: string, end: number, withWords: boolean): number {
  let last = end;
  for (let group = 0; group < MOST_GROUPS; group++) {
    let i = text.charCodeAt(last) === 44 ? last + 1 : last;
    if (text.charCodeAt(i) !== 32) return last;
    i++;
    const first = i;
    while (i - first < LONGEST_CODE && isDigit(text.charCodeAt(i))) i++;
    if (i === first && withWords) while (i - first < LONGEST_CODE && isLetter(text.charCodeAt(i))) i++;
    if (i === first || isLetter(text.charCodeAt(i))) return last;
    if (isLetter(text.charCodeAt(first)) && !(i - first >= MONTH && isDigit(text.charCodeAt(i + 1)))) return last;
    last = i;
  }
  return last;
}
