import { GO_ON } from "../../model/detector.ts";
import { codeAt, isDigit } from "../scan/characters.ts";
import { POINT, separatorOf, SPACE } from "./separators.ts";

const TAB = 9;
const OPENING = 40;
const PLUS = 43;
const UNDERSCORE = 95;

/**
 * Where the next digit stands behind a gap that a digit run does not cross: two spaces, ` - `, ` / `, ` (`, a tab, `_`, and
 * `+` (a space in a form). {@link GO_ON} if there is none.
 */
export function bridgeEnd(text: string, index: number): number {
  const code = codeAt(text, index);
  let next = index + 1;
  if (separatorOf(code) === SPACE) {
    const second = codeAt(text, next++);
    const separator = separatorOf(second);
    if (second !== OPENING && (separator === 0 || separator === POINT)) return GO_ON;
    if (separator !== SPACE && separatorOf(codeAt(text, next)) === SPACE) next++;
  } else if (code !== TAB && code !== PLUS && code !== UNDERSCORE && code !== OPENING) return GO_ON;
  return isDigit(codeAt(text, next)) ? next : GO_ON;
}
