import type { Escape } from "./escape.ts";
import { escapeOf, NO_ESCAPE } from "./escape.ts";
import { hexadecimalAt, NO_NUMBER } from "./hexadecimal.ts";

const PERCENT = 37;
const SMALL_U = 117;
/** Of `%40`. */
const TRIPLET = 3;
const FIRST_OF_TWO = 0xc2;
const FIRST_OF_THREE = 0xe0;
const FIRST_OF_FOUR = 0xf0;
const BEHIND_FIRST = 0xf5;

/** `%40`, `%C3%A9` and the old `%u0040`; bytes that are no UTF-8 stay as they stand. */
export function readPercent(codes: ArrayLike<number>, start: number): Escape {
  if (codes[start + 1] === SMALL_U) return readUnit(codes, start);
  const first = byteAt(codes, start);
  if (first < 128) return first < 0 ? NO_ESCAPE : escapeOf(TRIPLET, first);
  if (first < FIRST_OF_TWO || first >= BEHIND_FIRST) return NO_ESCAPE;
  const bytes = first < FIRST_OF_THREE ? 2 : first < FIRST_OF_FOUR ? 3 : 4;
  let codePoint = first & (0x7f >> bytes);
  for (let i = 1; i < bytes; i++) {
    const next = byteAt(codes, start + i * TRIPLET);
    if ((next & 0xc0) !== 0x80) return NO_ESCAPE;
    codePoint = (codePoint << 6) | (next & 0x3f);
  }
  return escapeOf(bytes * TRIPLET, codePoint);
}

function byteAt(codes: ArrayLike<number>, start: number): number {
  return codes[start] === PERCENT ? hexadecimalAt(codes, start + 1, start + TRIPLET) : NO_NUMBER;
}

function readUnit(codes: ArrayLike<number>, start: number): Escape {
  const value = hexadecimalAt(codes, start + 2, start + 6);
  return value === NO_NUMBER ? NO_ESCAPE : escapeOf(6, value);
}
