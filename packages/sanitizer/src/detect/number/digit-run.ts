import type { DigitRun } from "../../model/detector.ts";
import { MAX_RUN_DIGITS } from "../../model/detector.ts";
import { isDigit } from "../scan/characters.ts";
import { separatorOf, SPACE } from "./separators.ts";

/** No number is written in more groups; a list of numbers is thereby read in short pieces. */
const MAX_GROUPS = 8;

interface MutableRun {
  start: number;
  end: number;
  count: number;
  readonly digits: Uint8Array;
  readonly at: Int32Array;
  groups: number;
  readonly groupLengths: Uint8Array;
  separator: number;
}

const run: MutableRun = {
  start: 0,
  end: 0,
  count: 0,
  digits: new Uint8Array(MAX_RUN_DIGITS),
  at: new Int32Array(MAX_RUN_DIGITS),
  groups: 0,
  groupLengths: new Uint8Array(MAX_RUN_DIGITS),
  separator: 0,
};

/**
 * Reads the run that begins at `start`; undefined if its first group is longer than anybody reads. A space parts what
 * another separator holds together: `3 123-45-6789 5` are three runs, `2026-11-25 10` are two. The run goes as far as
 * whole groups fit; a judge finds its number in the first few of them.
 */
export function readDigitRun(text: string, start: number): DigitRun | undefined {
  run.start = start;
  run.count = 0;
  run.groups = 0;
  run.separator = 0;
  let separator = 0;
  let index = start;
  do {
    index = readGroup(text, index);
    if (index === 0) break;
    separator = run.groups < MAX_GROUPS ? separatorOf(text.charCodeAt(index)) : 0;
    index++;
  } while (separator !== 0 && isDigit(text.charCodeAt(index)) && joins(separator));
  if (run.groups === 0) return undefined;
  run.end = (run.at[run.count - 1] as number) + 1;
  return run;
}

/** Adds one group whole or not at all; the index behind it, or 0. */
function readGroup(text: string, start: number): number {
  let { count } = run;
  let index = start;
  for (let code = text.charCodeAt(index); isDigit(code); code = text.charCodeAt(++index)) {
    if (count === MAX_RUN_DIGITS) {
      if (run.groups === 1) run.separator = 0;
      return 0;
    }
    run.digits[count] = code - 48;
    run.at[count++] = index;
  }
  run.groupLengths[run.groups++] = count - run.count;
  run.count = count;
  return index;
}

/** Whether the run goes on behind this separator. */
function joins(separator: number): boolean {
  const { separator: inUse } = run;
  if (inUse === 0) run.separator = separator;
  if (inUse === 0 || inUse === separator) return true;
  if (separator === SPACE) return false;
  if (inUse !== SPACE) {
    run.separator = -1;
    return true;
  }
  // What this separator holds together began after the space.
  run.groups--;
  run.count -= run.groupLengths[run.groups] as number;
  if (run.groups === 1) run.separator = 0;
  return false;
}
