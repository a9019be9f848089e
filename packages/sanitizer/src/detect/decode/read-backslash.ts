import type { Escape } from "./escape.ts";
import { escapeOf, NO_ESCAPE } from "./escape.ts";
import { hexadecimalAt, NO_NUMBER } from "./hexadecimal.ts";

const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
const LETTER_N = 110;
const LETTER_R = 114;
const LETTER_T = 116;
const LETTER_U = 117;
const LETTER_X = 120;
const CAPITAL_U = 85;

/** What stands for itself behind a backslash: in JSON, in quotes of programs and shells, in property files. */
const ITSELF: ReadonlySet<number> = new Set(Array.from("\"'\\/=:@", (c) => c.charCodeAt(0)));

/** What may follow a backslash in an escape. */
export const BEHIND_BACKSLASH: ReadonlySet<number> = new Set([
  ...ITSELF,
  LETTER_N,
  LETTER_R,
  LETTER_T,
  LETTER_U,
  LETTER_X,
  CAPITAL_U,
]);

/** `\"`, `\\`, `\/`, `\n`, `\u0040`, `\u{40}`, `\x40`, `\U00000040`; what regular expressions write (`\d`, `\.`) stays. */
export function readBackslash(codes: ArrayLike<number>, start: number): Escape {
  const next = codes[start + 1] ?? 0;
  if (ITSELF.has(next)) return escapeOf(2, next);
  switch (next) {
    case LETTER_N:
      return escapeOf(2, 10);
    case LETTER_R:
      return escapeOf(2, 13);
    case LETTER_T:
      return escapeOf(2, 9);
    case LETTER_U:
      return codes[start + 2] === OPENING_BRACE ? readBraced(codes, start) : numbered(codes, start, 4);
    case LETTER_X:
      return numbered(codes, start, 2);
    case CAPITAL_U:
      return numbered(codes, start, 8);
    default:
      return NO_ESCAPE;
  }
}

function numbered(codes: ArrayLike<number>, start: number, digits: number): Escape {
  const first = start + 2;
  const value = hexadecimalAt(codes, first, first + digits);
  return value === NO_NUMBER ? NO_ESCAPE : escapeOf(2 + digits, value);
}

function readBraced(codes: ArrayLike<number>, start: number): Escape {
  const first = start + 3;
  for (let end = first + 1; end <= first + 6; end++) {
    if (codes[end] !== CLOSING_BRACE) continue;
    const value = hexadecimalAt(codes, first, end);
    return value === NO_NUMBER ? NO_ESCAPE : escapeOf(end + 1 - start, value);
  }
  return NO_ESCAPE;
}
