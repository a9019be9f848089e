import { GO_ON } from "../../model/detector.ts";
import { isDigit } from "../scan/characters.ts";
import { HYPHEN, separatorOf, SLASH, SPACE } from "./separators.ts";

const TAB = 9;
const PLUS = 43;
const UNDERSCORE = 95;

/**
 * Where the next digit stands behind a gap that a {@link DigitRun} does not cross: two spaces, ` - `, ` / `, a tab, `_`, and
 * `+` (a space in a form). {@link GO_ON} if there is none.
 */
export function bridgeEnd(text: string, index: number): number {
  const code = text.charCodeAt(index);
  let next = index + 1;
  if (separatorOf(code) === SPACE) {
    const second = separatorOf(text.charCodeAt(next));
    if (second !== SPACE && second !== HYPHEN && second !== SLASH) return GO_ON;
    next++;
    if (second !== SPACE && separatorOf(text.charCodeAt(next)) === SPACE) next++;
  } else if (code !== TAB && code !== PLUS && code !== UNDERSCORE) return GO_ON;
  return isDigit(text.charCodeAt(next)) ? next : GO_ON;
}
