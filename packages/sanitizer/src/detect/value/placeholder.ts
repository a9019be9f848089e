import { MASK_START } from "../../model/kind.ts";
import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";

const DOLLAR = 36;
const PERCENT = 37;
const OPENING_ANGLE = 60;
const CLOSING_ANGLE = 62;
const OPENING_BRACE = 123;
const HASH = 35;
const OPENING_BRACKET = 91;
const OPENING_ROUND = 40;
/** What it writes for a value that it does not know yet. */
const TERRAFORM = "(known after apply";
const LONGEST_ANGLE = 64;
const LONGEST_VARIABLE = 80;
/** In one case: `$PaSs` is none. */
const VARIABLE = /^\$(?:env:)?(?:[A-Z_][A-Z\d_]*|[a-z_]+)$/u;

/** What masks are made of, of three or more: `***`, `xxxx`, `....`, `----`, `••••`. */
const MASK_CHARACTERS: ReadonlySet<number> = new Set(Array.from("*xX.-_#•●·…?", (c) => c.charCodeAt(0)));

const WORDS_OF_MASKS: ReadonlySet<string> = new Set([
  "redacted",
  "filtered",
  "masked",
  "hidden",
  "removed",
  "secret",
  "scrubbed",
  "sensitive",
  "censored",
  "omitted",
  "sanitized",
  "protected",
  "obfuscated",
  "undisclosed",
]);

/**
 * Whether `[start, end)` stands for a value without being one: a mask, a variable, a template, a format. For what stands
 * behind a key, in a text or an attribute; URLs, headers and command lines ask what is {@link ./no-secret.ts no secret}.
 */
export function isPlaceholder(text: string, start: number, end: number): boolean {
  const code = codeAt(text, start);
  switch (code) {
    case OPENING_BRACKET:
      return text.startsWith(MASK_START, start) || isMaskWord(text, start + 1, endOfWord(text, start + 1, end));
    case OPENING_ANGLE:
      return isTag(text, start, end);
    case DOLLAR:
      return isVariable(text, start, end);
    case PERCENT:
      return isFormat(text, start, end);
    case OPENING_BRACE:
    case HASH:
      return isTemplate(text, start, end);
    case OPENING_ROUND:
      return text.startsWith(TERRAFORM, start) || isMask(text, start, end);
    default:
      return isMask(text, start, end) || isMadeUp(text, start, end);
  }
}

function endOfWord(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isLetter(codeAt(text, at))) at++;
  return at;
}

/** `[FILTERED]`, `(hidden)`, `<redacted>`: the word alone between its brackets. */
function isMaskWord(text: string, start: number, end: number): boolean {
  return end - start >= 6 && end - start <= 12 && WORDS_OF_MASKS.has(text.slice(start, end).toLowerCase());
}

/** `<password>`, `<your token here>`. */
function isTag(text: string, start: number, end: number): boolean {
  const last = Math.min(text.length, start + LONGEST_ANGLE);
  for (let i = start + 1; i < last; i++) {
    const code = codeAt(text, i);
    if (code === CLOSING_ANGLE) return i >= end - 1 || !isAlphanumeric(codeAt(text, i + 1));
    if (code === 10 || code === 34) break;
  }
  return false;
}

/** `$PASSWORD`, `${password}`, `$(cat file)`, `$env:PASSWORD`; but not `$2b$12$…` or `$ecret1`. */
function isVariable(text: string, start: number, end: number): boolean {
  const next = codeAt(text, start + 1);
  if (next === OPENING_BRACE || next === OPENING_ROUND) return true;
  if (isDigit(next)) return end - start === 2;
  return end > start + 1 && VARIABLE.test(text.slice(start, Math.min(end, start + LONGEST_VARIABLE)));
}

/** `%s`, `%(password)s`, `%PASSWORD%`. */
function isFormat(text: string, start: number, end: number): boolean {
  const next = codeAt(text, start + 1);
  if (next === OPENING_ROUND || next === OPENING_BRACE) return true;
  if (end - start === 2) return isLetter(next);
  return end - start > 2 && codeAt(text, end - 1) === PERCENT && isLetter(next);
}

/** `{{ .password }}`, `{password}`, `#{password}`. */
function isTemplate(text: string, start: number, end: number): boolean {
  if (codeAt(text, start) === HASH) return codeAt(text, start + 1) === OPENING_BRACE;
  const next = codeAt(text, start + 1);
  return next === OPENING_BRACE || next === PERCENT || codeAt(text, end - 1) === 125 || isMask(text, start, end);
}

function isMask(text: string, start: number, end: number): boolean {
  const code = codeAt(text, start);
  if (!MASK_CHARACTERS.has(code)) {
    if (code === OPENING_ROUND) return isMaskWord(text, start + 1, endOfWord(text, start + 1, end));
    const word = endOfWord(text, start, end);
    return (word === end && isMaskWord(text, start, end) && isUpper(code)) || text.startsWith("REDACTED", start);
  }
  let same = start;
  while (same < end && codeAt(text, same) === code) same++;
  return (same === end && end - start >= 2) || (code === 42 && same - start >= 3);
}

/** Values of documentation, and the pseudonyms that a policy puts in the place of values. */
function isMadeUp(text: string, start: number, end: number): boolean {
  const head = text.slice(start, Math.min(end, start + 5)).toLowerCase();
  if (head === "hmac:") return true;
  return (head === "your_" || head === "your-" || head === "your ") && end - start > 8;
}
