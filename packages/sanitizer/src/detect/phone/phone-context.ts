import { MASK_START } from "../../model/kind.ts";
import { codeAt, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { FILLING, meaningOf, NAMING, rollWord, UNKNOWN, WEAK } from "./phone-words.ts";

/** How far before a number a word may stand that speaks of it. */
const REACH = 48;
/** Words that are read back from the number. */
const MAX_WORDS = 6;
const LINE_FEED = 10;
const OPENING = 91;
const CLOSING = 93;
const LATIN_LETTERS = 0xc0;
const PUNCTUATION = 0x2000;
const KANA = 0x3040;
const FULL_WIDTH = 0xff00;

/** Only words such as `number` stand between. */
export const DIRECT = 2;
/** Only words that say nothing stand between. */
const NEAR = 1;
/** Some word stands between that may change the subject. */
export const FAR = 0;

/** The nearest word before a number that says what the number is. Reused. */
export interface PhoneContext {
  /** As `phone-words.ts` names them: `UNKNOWN`, `OTHER`, `WEAK`, `STRONG`. */
  meaning: number;
  closeness: number;
}

const context: PhoneContext = { meaning: UNKNOWN, closeness: FAR };

const isWordCharacter = (code: number): boolean =>
  isLetter(code) || (code >= LATIN_LETTERS && code < PUNCTUATION) || isUnspaced(code);

/** Of a script that is written without spaces between words; what follows it are full-width signs. */
const isUnspaced = (code: number): boolean => code >= KANA && code < FULL_WIDTH;

/**
 * Reads back from `start`, word by word; `userPhone` and `user_phone` are two words. What was found before is read too:
 * a second number speaks of the same as the first.
 */
export function contextBefore(text: string, start: number): PhoneContext {
  context.meaning = UNKNOWN;
  context.closeness = DIRECT;
  const lowest = Math.max(0, start - REACH);
  let words = 0;
  let index = start - 1;
  while (index >= lowest && words < MAX_WORDS) {
    const code = codeAt(text, index);
    if (code === LINE_FEED) break;
    if (code === CLOSING) index = beforeMask(text, index, lowest);
    else if (isDigit(code)) index = skipDigits(text, index, lowest);
    else if (isWordCharacter(code)) {
      const begin = beginOfWord(text, index, lowest);
      // A word that is cut off says nothing.
      if (begin === lowest && lowest > 0) break;
      if (isDecided(hashOf(text, begin, index))) return context;
      words++;
      index = begin - 1;
    } else index--;
  }
  context.closeness = FAR;
  return context;
}

/** Before the mask that ends at `index`, which stands for what was found there: the words in it are nobody's. */
function beforeMask(text: string, index: number, lowest: number): number {
  for (let i = index - 1; i >= lowest; i--) {
    if (codeAt(text, i) !== OPENING) continue;
    if (!text.startsWith(MASK_START, i)) break;
    context.closeness = FAR;
    return i - 1;
  }
  return index - 1;
}

/** Takes a word into account; whether it speaks of the number. */
function isDecided(hash: number): boolean {
  const meaning = meaningOf(hash);
  if (meaning === UNKNOWN) context.closeness = FAR;
  else if (meaning === FILLING) context.closeness = Math.min(context.closeness, NEAR);
  else if (meaning !== NAMING) {
    context.meaning = meaning;
    return true;
  }
  return false;
}

/** Before the digits that end at `index`. Those of a name (`phone2`) say nothing; a number by itself may be what was spoken of. */
function skipDigits(text: string, index: number, lowest: number): number {
  let before = index;
  while (before >= lowest && isDigit(codeAt(text, before))) before--;
  if (before < lowest || !isWordCharacter(codeAt(text, before))) context.closeness = FAR;
  return before;
}

function beginOfWord(text: string, last: number, lowest: number): number {
  let begin = last;
  while (begin > lowest) {
    const before = codeAt(text, begin - 1);
    if (!isWordCharacter(before)) break;
    // `userPhone`: the capital begins a word of its own.
    if (isUpper(codeAt(text, begin)) && isLetter(before) && !isUpper(before)) break;
    begin--;
  }
  return begin;
}

function hashOf(text: string, begin: number, last: number): number {
  let hash = 0;
  for (let i = last; i >= begin; i--) {
    hash = rollWord(hash, codeAt(text, i)) | 0;
    // `用户手机号`: the word that speaks of the number ends the sentence.
    if (isUnspaced(codeAt(text, i)) && meaningOf(hash) >= WEAK) break;
  }
  return hash;
}
