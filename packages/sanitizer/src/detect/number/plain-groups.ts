import { codeAt, isDigit } from "../scan/characters.ts";
import { POINT, separatorOf } from "./separators.ts";

const ZERO = 48;
const HYPHEN = 45;
const SLASH = 47;
/** Of numbers that anybody looks for. */
const FEWEST_DIGITS = 6;
const YEAR = 4;
const DATE = 10;

/**
 * Behind a decimal, a version of three numbers or a date, the commonest groups of digits in logs: `0.973`, `24.11.1`,
 * `2026-11-24`; 0 if the first group `[index, end)` begins something else.
 */
export function plainGroupsEnd(text: string, index: number, end: number): number {
  const behind = end - index === YEAR ? dateEnd(text, index) : 0;
  return behind === 0 && codeAt(text, end) === POINT ? versionEnd(text, index, end) : behind;
}

function dateEnd(text: string, start: number): number {
  if (start + DATE > text.length) return 0;
  const separator = codeAt(text, start + YEAR);
  if (separator < HYPHEN || separator > SLASH || codeAt(text, start + 7) !== separator) return 0;
  const century = codeAt(text, start) * 10 + codeAt(text, start + 1) - ZERO * 11;
  if (century !== 19 && century !== 20) return 0;
  if (!areTwoDigits(text, start + 5) || !areTwoDigits(text, start + 8)) return 0;
  const behind = codeAt(text, start + DATE);
  const goesOn = isDigit(behind) || (behind === separator && isDigit(codeAt(text, start + DATE + 1)));
  return goesOn ? 0 : start + DATE;
}

const areTwoDigits = (text: string, at: number): boolean => isDigit(codeAt(text, at)) && isDigit(codeAt(text, at + 1));

/** Two or three groups between points, of fewer digits than anybody looks for, that nothing joins. */
function versionEnd(text: string, index: number, end: number): number {
  const { length } = text;
  let at = end;
  let digits = end - index;
  for (let groups = 1; groups < 3 && codeAt(text, at) === POINT && isDigit(codeAt(text, at + 1)); groups++) {
    const from = at + 1;
    for (at = from; at < length && isDigit(codeAt(text, at)); at++);
    digits += at - from;
  }
  const joined = separatorOf(codeAt(text, at)) !== 0 && isDigit(codeAt(text, at + 1));
  return joined || digits >= FEWEST_DIGITS || at === end ? 0 : at;
}
