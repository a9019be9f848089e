import { isAlphanumeric, isLetter } from "../scan/characters.ts";
import { FOREIGN_TABLE, LOOKALIKE } from "./foreign-table.ts";
import type { Units } from "./units.ts";

const HYPHEN = 45;
const UNDERSCORE = 95;
const LAST_ASCII = 127;
const LETTERS_OF_LOOKALIKES = 0x0370;
const LETTERS_END = 0x052f;

/**
 * Writes letters that look like ASCII ones as those, in words that mix them with ASCII letters and hold no other letter
 * of their script: `раssword`, `арi_key`, but not `USB-порт` and no Russian word. Whether anything changed.
 */
export function foldLookalikes(units: Units): boolean {
  const { codes, length } = units;
  let changed = false;
  for (let start = 0; start < length; start++) {
    if (!isWordUnit(codes[start] as number)) continue;
    let ascii = false;
    let lookalike = false;
    let other = false;
    let end = start;
    for (; end < length; end++) {
      const code = codes[end] as number;
      if (!isWordUnit(code)) break;
      if (isLetter(code)) ascii = true;
      else if (isLookalike(code)) lookalike = true;
      else if (code > LAST_ASCII) other = true;
    }
    if (ascii && lookalike && !other) {
      foldWord(codes, start, end);
      changed = true;
    }
    start = end;
  }
  return changed;
}

const isLookalike = (code: number): boolean => code > LAST_ASCII && ((FOREIGN_TABLE[code] as number) & LOOKALIKE) !== 0;

function isWordUnit(code: number): boolean {
  if (code <= LAST_ASCII) return isAlphanumeric(code) || code === UNDERSCORE || code === HYPHEN;
  return isLookalike(code) || (code >= LETTERS_OF_LOOKALIKES && code <= LETTERS_END);
}

function foldWord(codes: Uint16Array, start: number, end: number): void {
  for (let i = start; i < end; i++) {
    const code = codes[i] as number;
    if (isLookalike(code)) codes[i] = (FOREIGN_TABLE[code] as number) & ~LOOKALIKE;
  }
}
