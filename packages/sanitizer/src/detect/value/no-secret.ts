import { MASK_START } from "../../model/kind.ts";
import { codeAt, isDigit, isUpper } from "../scan/characters.ts";

const DOLLAR = 36;
const PERCENT = 37;
const OPENING_ROUND = 40;
const LESS = 60;
const GREATER = 62;
const OPENING = 91;
const UNDERSCORE = 95;
const BRACE = 123;
const CLOSING_BRACE = 125;
/** Repeated, these are the mask of some other program: Go writes `xxxxx` for a URL's password. */
const FILLERS: ReadonlySet<number> = new Set(Array.from("*xX.•-_#", (sign) => sign.charCodeAt(0)));
const WORDS: ReadonlySet<string> = new Set([
  ..."redacted redacted:redacted filtered masked removed hidden null none nil undefined".split(" "),
  ..."true false".split(" "),
]);
const YOURS: ReadonlySet<string> = new Set(["your_", "your-"]);
const LONGEST_WORD = 17;
/** A mask in part stands within the first few characters. */
const STARS_WITHIN = 64;

/**
 * Whether `[start, end)` stands in a secret's place without being one: masked already, a variable (`${X}`, `$X`, `%s`,
 * `{{x}}`, `<token>`), or nothing at all. For URLs, headers and command lines, where every text may be a secret; values
 * behind a key are asked whether they are a {@link ./placeholder.ts placeholder}, which takes more for one.
 */
export function isNoSecret(text: string, start: number, end: number): boolean {
  if (end <= start) return true;
  const first = codeAt(text, start);
  return (
    isTemplate(text, start, end) ||
    (FILLERS.has(first) && isFiller(text, start, end)) ||
    hasStars(text, start, end) ||
    text.startsWith("hmac:", start) ||
    isYours(text, start) ||
    (end - start <= LONGEST_WORD && WORDS.has(text.slice(start, end).toLowerCase()))
  );
}

function isTemplate(text: string, start: number, end: number): boolean {
  const last = codeAt(text, end - 1);
  switch (codeAt(text, start)) {
    case DOLLAR:
      return isVariable(text, start + 1, end);
    case BRACE:
      return last === CLOSING_BRACE;
    case LESS:
      return last === GREATER;
    case PERCENT:
      return end - start === 2 || codeAt(text, start + 1) === OPENING_ROUND || (last === PERCENT && end - start > 3);
    case OPENING:
      return text.startsWith(MASK_START, start);
    default:
      return false;
  }
}

/** `YOUR_API_KEY`, `your-token` in instructions. */
const isYours = (text: string, start: number): boolean =>
  (codeAt(text, start) | 32) === 121 && YOURS.has(text.slice(start, start + 5).toLowerCase());

/** `{X}`, `(X)` or `X` behind a dollar sign. */
function isVariable(text: string, start: number, end: number): boolean {
  const first = codeAt(text, start);
  if (first === BRACE || first === OPENING_ROUND) return true;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (!isUpper(code) && code !== UNDERSCORE && (i === start || !isDigit(code))) return false;
  }
  return end > start;
}

function isFiller(text: string, start: number, end: number): boolean {
  const first = codeAt(text, start);
  for (let i = start + 1; i < end; i++) if (codeAt(text, i) !== first) return false;
  return end - start > 2;
}

function hasStars(text: string, start: number, end: number): boolean {
  const last = Math.min(end, start + STARS_WITHIN) - 2;
  for (let i = start; i < last; i++) if (text.startsWith("***", i)) return true;
  return false;
}
