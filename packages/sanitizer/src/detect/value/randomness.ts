import { codeAt } from "../scan/characters.ts";

/** How random a value must look to be taken for a token. */
export const PLAIN = 0;
/** A digit and a letter, or capitals inside of it. */
export const MIXED = 1;
/** Digits, capitals and small letters. */
export const STRICT = 2;

const FEWEST_DISTINCT = 6;
/** In so many characters none is likely to make up a third. */
const LONG = 24;
/** Longer ones are judged by their beginning. */
const READ = 512;
const MANY = 9;
const counts = new Uint16Array(128);

/** Words that stand in documentation where a token would. */
const PLACEHOLDERS: readonly string[] = ["xxxx", "your", "placeholder", "changeme", "change_me", "redacted", "insert"];

/**
 * Whether the characters could come from a random generator: `xxxxxxxx`, `000000`, `your_key_here`, `some-long-name`
 * could not.
 */
export function looksRandom(value: string, need: number = MIXED): boolean {
  countCharacters(value);
  return isVaried(Math.min(value.length, READ)) && isMixedEnough(need) && !hasPlaceholder(value);
}

function countCharacters(value: string): void {
  counts.fill(0);
  const read = Math.min(value.length, READ);
  for (let i = 0; i < read; i++) {
    const code = codeAt(value, i) & 127;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

/** Several characters, and none that makes up half or a third of all. */
function isVaried(length: number): boolean {
  let distinct = 0;
  let commonest = 0;
  for (const times of counts) {
    if (times > 0) distinct++;
    if (times > commonest) commonest = times;
  }
  return distinct >= Math.min(FEWEST_DISTINCT, length) && commonest * (length < LONG ? 2 : 3) <= length + 1;
}

function isMixedEnough(need: number): boolean {
  if (need === PLAIN) return true;
  const digits = sum(48, 58);
  const capitals = sum(65, 91);
  const small = sum(97, 123);
  // No name of one word has so many capitals, and some tokens have no digit.
  if (need === STRICT) return capitals > 0 && small > 0 && (digits > 0 || (capitals >= MANY && small >= MANY));
  // One capital in front makes a word, not a token.
  return digits > 0 ? capitals + small > 0 : capitals > 1 && small > 0;
}

function sum(from: number, to: number): number {
  let total = 0;
  for (let code = from; code < to; code++) total += counts[code] ?? 0;
  return total;
}

function hasPlaceholder(value: string): boolean {
  const start = value.slice(0, READ).toLowerCase();
  return PLACEHOLDERS.some((word) => start.includes(word));
}
