import { codeAt, isAlphanumeric, isDigit, isLetter, isUpper } from "../scan/characters.ts";
import { isTemplate } from "./template.ts";

const DOLLAR = 36;
const STAR = 42;
const OPENING_BRACKET = 91;
const OPENING_ROUND = 40;
/** What it writes for a value that it does not know yet. */
const TERRAFORM = "(known after apply";
const LONGEST_VARIABLE = 80;
/** In one case: `$PaSs` is none. */
const VARIABLE = /^\$(?:env:)?(?:[A-Z_][A-Z\d_]*|[a-z_]+)$/u;
const LONGEST_MADE_UP = 64;
/** `your-password-here`, `YOUR_API_KEY`: plain words of one case. */
const YOURS = /^(?:[Yy]our(?:[-_ ](?:[a-z]{2,}|\d{1,4}))+|YOUR(?:[-_ ](?:[A-Z]{2,}|\d{1,4}))+)[.\u2026!]*$/u;
const SHORTEST_YOURS = 9;
const LONGEST_PSEUDONYM = 160;
/** `hmac:<key's id>:…`; what follows was there before. */
const PSEUDONYM = /^hmac:[^:\s]{1,64}:[\w-]{16,}(?![\w-])/u;
/** `****1234`: the last few characters of what was masked. */
const LONGEST_REST = 4;

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
 * Whether `[start, end)` stands for a value without being one: a mask, a variable, a template, a format; the whole of it,
 * for a password may begin with anything. For what stands behind a key, in a text or an attribute; URLs, headers and
 * command lines ask what is {@link ./no-secret.ts no secret}.
 */
export function isPlaceholder(text: string, start: number, end: number): boolean {
  switch (codeAt(text, start)) {
    case OPENING_BRACKET:
      return isTemplate(text, start, end) || isBracketed(text, start, end);
    case DOLLAR:
      return isTemplate(text, start, end) || isVariable(text, start, end);
    case OPENING_ROUND:
      return text.startsWith(TERRAFORM, start) || isBracketed(text, start, end);
    default:
      return isTemplate(text, start, end) || isMask(text, start, end) || isMadeUp(text, start, end);
  }
}

function endOfWord(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isLetter(codeAt(text, at))) at++;
  return at;
}

/** `[FILTERED]`, `(hidden)`; its bracket may be cut off. */
function isBracketed(text: string, start: number, end: number): boolean {
  const word = endOfWord(text, start + 1, end);
  return word >= end - 1 && isMaskWord(text, start + 1, word);
}

function isMaskWord(text: string, start: number, end: number): boolean {
  return end - start >= 6 && end - start <= 12 && WORDS_OF_MASKS.has(text.slice(start, end).toLowerCase());
}

/** `$PASSWORD`, `$env:PASSWORD`, `$1`; but not `$2b$12$…` or `$ecret1`. */
function isVariable(text: string, start: number, end: number): boolean {
  if (isDigit(codeAt(text, start + 1))) return end - start === 2;
  return end > start + 1 && VARIABLE.test(text.slice(start, Math.min(end, start + LONGEST_VARIABLE)));
}

function isMask(text: string, start: number, end: number): boolean {
  const code = codeAt(text, start);
  if (!MASK_CHARACTERS.has(code)) {
    const word = endOfWord(text, start, end);
    return (word === end && isMaskWord(text, start, end) && isUpper(code)) || isRedacted(text, start, end);
  }
  let same = start;
  while (same < end && codeAt(text, same) === code) same++;
  if (same === end) return end - start >= 2;
  return code === STAR && same - start >= 3 && isRest(text, same, end);
}

/** `REDACTED`, `REDACTED:REDACTED@`. */
function isRedacted(text: string, start: number, end: number): boolean {
  if (!text.startsWith("REDACTED", start)) return false;
  let i = start;
  while (i < end) {
    if (text.startsWith("REDACTED", i)) i += "REDACTED".length;
    else if (isAlphanumeric(codeAt(text, i))) return false;
    else i++;
  }
  return true;
}

/** No more behind the stars than a few characters, or stars again: `***`, `****1234`, `***@***`. */
function isRest(text: string, start: number, end: number): boolean {
  let count = 0;
  for (let i = start; i < end; i++) if (codeAt(text, i) !== STAR) count++;
  return count <= LONGEST_REST;
}

/** Values of documentation, and the pseudonyms that a policy puts in the place of values. */
function isMadeUp(text: string, start: number, end: number): boolean {
  const first = codeAt(text, start) | 32;
  if (first === 104) return PSEUDONYM.test(text.slice(start, Math.min(end, start + LONGEST_PSEUDONYM)));
  if (first !== 121 || end - start < SHORTEST_YOURS || end - start > LONGEST_MADE_UP) return false;
  return YOURS.test(text.slice(start, end));
}
