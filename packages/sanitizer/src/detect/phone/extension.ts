import { SPACE } from "../number/separators.ts";
import { codeAt, isAlphanumeric, isDigit } from "../scan/characters.ts";

const WORDS: readonly string[] = ["extension", "ext", "durchwahl", "poste", "x", "#"];
const MAX_DIGITS = 6;
const COMMA = 44;
const POINT = 46;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;

const isBefore = (code: number): boolean => code === SPACE || code === COMMA || code === SEMICOLON;
const isBetween = (code: number): boolean => code === SPACE || code === POINT || code === COLON || code === EQUALS;

/** Behind the extension that follows a number which ends at `end` (`ext. 12`, `x12`, `;ext=12`); `end` if there is none. */
export function extensionEnd(text: string, end: number): number {
  let index = end;
  while (index < end + 2 && isBefore(codeAt(text, index))) index++;
  for (const word of WORDS) {
    if (!standsAt(text, index, word)) continue;
    const behind = digitsEnd(text, index + word.length, word.length > 1 ? 2 : 0);
    return behind === 0 ? end : behind;
  }
  return end;
}

/** Behind the digits that follow at most `gap` characters on; 0 if none do. */
function digitsEnd(text: string, start: number, gap: number): number {
  let index = start;
  while (index < start + gap && isBetween(codeAt(text, index))) index++;
  const first = index;
  while (index < first + MAX_DIGITS && isDigit(codeAt(text, index))) index++;
  return index === first || isAlphanumeric(codeAt(text, index)) ? 0 : index;
}

function standsAt(text: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = codeAt(text, start + i);
    const wanted = word.charCodeAt(i);
    if (code !== wanted && (code | 32) !== wanted) return false;
  }
  return true;
}
