import type { DigitRun } from "../../model/detector.ts";
import { MAX_RUN_DIGITS } from "../../model/detector.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { separatorOf, SPACE } from "./separators.ts";

/** No number is written in more groups; a list of numbers is thereby read in short pieces. */
const MAX_GROUPS = 8;

const digits: Uint8Array = new Uint8Array(MAX_RUN_DIGITS);
const at: Int32Array = new Int32Array(MAX_RUN_DIGITS);
const groupLengths: Uint8Array = new Uint8Array(MAX_RUN_DIGITS);

interface MutableRun extends DigitRun {
  start: number;
  end: number;
  count: number;
  groups: number;
  separator: number;
}

const run: MutableRun = { start: 0, end: 0, count: 0, digits, at, groups: 0, groupLengths, separator: 0 };

const SEVERAL = -1;
const TOO_LONG = -1;
/** What the next separator holds together began with the last group, behind a space. */
const LAST_APART = -2;

/**
 * Reads the run that begins at `start`; undefined if its first group is longer than anybody reads. A space parts what
 * another separator holds together: `3 123-45-6789 5` are three runs, `2026-11-25 10` are two. The run goes as far as
 * whole groups fit; a judge finds its number in the first few of them.
 */
export function readDigitRun(text: string, start: number): DigitRun | undefined {
  let groups = 0;
  let count = 0;
  let separator = 0;
  let next = 0;
  let index = start;
  for (;;) {
    const end = readGroup(text, index, count);
    if (end === TOO_LONG) break;
    groupLengths[groups++] = end - index;
    count += end - index;
    separator = next;
    next = groups < MAX_GROUPS ? joined(separator, separatorBetween(text, end)) : 0;
    if (next === 0) break;
    if (next === LAST_APART) {
      count -= groupLengths[--groups] as number;
      if (groups === 1) separator = 0;
      break;
    }
    index = end + 1;
  }
  if (groups === 0) return undefined;
  run.start = start;
  run.end = (at[count - 1] as number) + 1;
  run.count = count;
  run.groups = groups;
  run.separator = separator;
  return run;
}

/** The separator of the run that goes on behind the one at its end; 0 if it does not, or {@link LAST_APART}. */
function joined(inUse: number, behind: number): number {
  if (behind === 0 || inUse === 0 || inUse === behind) return behind;
  if (behind === SPACE) return 0;
  return inUse === SPACE ? LAST_APART : SEVERAL;
}

/** Reads one group as digits `count` and on; the index behind it. */
function readGroup(text: string, start: number, count: number): number {
  const { length } = text;
  let to = count;
  let index = start;
  for (; index < length; index++) {
    const digit = codeAt(text, index) - 48;
    if (digit < 0 || digit > 9) break;
    if (to === MAX_RUN_DIGITS) return TOO_LONG;
    digits[to] = digit;
    at[to++] = index;
  }
  return index;
}

/** The separator at `index` if a digit follows it, else 0. */
function separatorBetween(text: string, index: number): number {
  if (index + 1 >= text.length) return 0;
  const separator = separatorOf(codeAt(text, index));
  return separator !== 0 && isDigit(codeAt(text, index + 1)) ? separator : 0;
}
