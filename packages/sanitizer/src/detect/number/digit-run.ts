import type { DigitRun } from "../../model/detector.ts";
import { MAX_RUN_DIGITS } from "../../model/detector.ts";
import { isDigit } from "../scan/characters.ts";

const SPACE = 32;
const HYPHEN = 45;
const POINT = 46;
const SLASH = 47;
const NO_BREAK_SPACE = 160;

const isSeparator = (code: number): boolean =>
  code === SPACE || code === HYPHEN || code === POINT || code === SLASH || code === NO_BREAK_SPACE;

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

/** Reads the run that begins at `start`; undefined if it is longer than anybody reads. */
export function readDigitRun(text: string, start: number): DigitRun | undefined {
  run.start = start;
  run.count = 0;
  run.groups = 1;
  run.separator = 0;
  let groupStart = 0;
  let index = start;
  for (;;) {
    let code = text.charCodeAt(index);
    if (isDigit(code)) {
      if (run.count === MAX_RUN_DIGITS) return undefined;
      run.digits[run.count] = code - 48;
      run.at[run.count++] = index++;
      continue;
    }
    run.groupLengths[run.groups - 1] = run.count - groupStart;
    if (!isSeparator(code) || !isDigit(text.charCodeAt(index + 1))) break;
    if (code === NO_BREAK_SPACE) code = SPACE;
    run.separator = run.separator === 0 || run.separator === code ? code : -1;
    run.groups++;
    groupStart = run.count;
    index++;
  }
  run.end = index;
  return run;
}
