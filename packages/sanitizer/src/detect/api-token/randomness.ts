import { isDigit, isLetter, isUpper } from "../scan/characters.ts";

/** How random a value must look to be taken for a token. */
export const PLAIN = 0;
/** A digit and a letter, or capitals inside of it. */
export const MIXED = 1;
/** Digits, capitals and small letters. */
export const STRICT = 2;

const FEWEST_DISTINCT = 6;
const seen = new Uint8Array(128);

/** Words that stand in documentation where a token would. */
const PLACEHOLDERS: readonly string[] = ["xxxx", "your", "placeholder", "changeme", "change_me", "redacted", "insert"];

/**
 * Whether the characters could come from a random generator: `xxxxxxxx`, `000000`, `your_key_here`, `some-long-name`
 * could not. Reads the range once.
 */
export function looksRandom(text: string, start: number, end: number, need: number = MIXED): boolean {
  let digits = 0;
  let capitals = 0;
  let small = 0;
  let distinct = 0;
  let commonest = 0;
  seen.fill(0);
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) digits++;
    else if (isUpper(code)) capitals++;
    else if (isLetter(code)) small++;
    const times = ((seen[code & 127] ?? 0) + 1) & 255;
    seen[code & 127] = times;
    if (times === 1) distinct++;
    if (times > commonest) commonest = times;
  }
  if (distinct < Math.min(FEWEST_DISTINCT, end - start) || commonest * 2 > end - start + 1) return false;
  if (need === STRICT && (digits === 0 || capitals === 0 || small === 0)) return false;
  if (need === MIXED && !isMixed({ digits, capitals, small })) return false;
  return !hasPlaceholder(text, start, end);
}

/** One capital in front makes a word, not a token. */
const isMixed = ({ digits, capitals, small }: Record<"digits" | "capitals" | "small", number>): boolean =>
  digits > 0 ? capitals + small > 0 : capitals > 1 && small > 0;

function hasPlaceholder(text: string, start: number, end: number): boolean {
  const value = text.slice(start, Math.min(end, start + 256)).toLowerCase();
  return PLACEHOLDERS.some((word) => value.includes(word));
}
