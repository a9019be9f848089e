import type { KeyClass } from "../../model/detector.ts";
import { authorizationKey, cookieKey, passwordKey, recoveryKey } from "../key-name/key-kinds.ts";
import { isLetter, isUpper } from "../scan/characters.ts";
import { isCode, isReference } from "./code-like.ts";
import { holdsDigits } from "./digit-value.ts";
import { FEWEST_DIGITS } from "./found-kinds.ts";
import { isSensitiveName } from "./named-itself.ts";
import type { Form } from "./place.ts";
import { isPlaceholder } from "./placeholder.ts";
import { MESSAGE_STARTS, NO_SECRETS } from "./plain-words.ts";
import {
  countDigits,
  isHexadecimal,
  isMeasure,
  isNumber,
  isRandom,
  isSecretLike,
  isWordsJoined,
} from "./secret-like.ts";
import {
  CLOSING_BRACE,
  COLON,
  COMMA,
  EQUALS,
  HASH,
  HYPHEN,
  NEWLINE,
  OPENING_BRACE,
  OPENING_ROUND,
  OPENING_SQUARE,
  PIPE,
  RETURN,
  SLASH,
  SPACE,
  UNDERSCORE,
  isBlank,
} from "./signs.ts";

/** What key and surroundings say of a value. Reused for the next. */
export interface Claim {
  keyClass: KeyClass;
  form: Form;
  keyStart: number;
  quotedKey: boolean;
  /** Behind a word such as `invalid` or `no`. */
  doubtful: boolean;
}

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

/** How much a value must look like a secret: anything that is no plain word, a mixture, or pure chance. */
type Demand = "any" | "mixed" | "chosen" | "random" | "nothing";

const LONGEST_WORD = 24;
const SHORTEST_NUMBER = 4;
const SHORTEST_CHOSEN = 6;

export function holdsSecret(text: string, value: Value, claim: Claim): boolean {
  const { start, end } = value;
  if (end <= start || isPlaceholder(text, start, end)) return false;
  if (FEWEST_DIGITS.has(claim.keyClass.kind)) return holdsDigits(text, value, claim);
  if (isPlainWord(text, start, end) || isReference(text, start, end)) return false;
  if (value.quoted && hasBlank(text, start, end)) return isPhrase(text, value, claim);
  if (!value.quoted && isCode(text, start, end)) return false;
  switch (demandOf(text, value, claim)) {
    case "any":
      return isAny(text, value, claim);
    case "mixed":
      return isSecretLike(text, start, end);
    case "chosen":
      return isChosen(text, start, end);
    case "random":
      return isChosen(text, start, end) && isRandom(text, start, end);
    case "nothing":
      return false;
  }
}

function demandOf(text: string, { end, quoted }: Value, claim: Claim): Demand {
  const { form, keyClass } = claim;
  const { kind, weak } = keyClass;
  const isPassword = kind === passwordKey;
  if (form === "words" || form === "link") {
    if (claim.doubtful || (weak && !isPassword)) return "nothing";
    if (!isPassword || weak) return "random";
    return quoted ? "any" : "chosen";
  }
  if (kind === authorizationKey || kind === cookieKey) return weak ? "mixed" : "random";
  if (kind === recoveryKey) return "mixed";
  if (form === "tight") return demandOfTight(text, claim);
  if (weak && isPassword && form === "colon") return "chosen";
  if (weak || claim.doubtful || form === "pair") return "mixed";
  if (form !== "colon" || quoted || claim.quotedKey) return "any";
  return isPassword && isWholeLine(text, claim.keyStart, end) ? "any" : "mixed";
}

/** `secret:` within a path or a name of a resource is a part of it. */
function demandOfTight(text: string, { keyClass, keyStart, doubtful }: Claim): Demand {
  const before = text.charCodeAt(keyStart - 1);
  if (before === COLON || (before === SLASH && text.charCodeAt(keyStart - 2) > SPACE)) return "nothing";
  return isInBraces(text, keyStart) && !keyClass.weak && !doubtful ? "any" : "chosen";
}

/** What somebody chose or a machine made, and no name of several words, no other pair, no number of an issue. */
function isChosen(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start);
  if (end - start < SHORTEST_CHOSEN || first === HASH || first === OPENING_ROUND) return false;
  if (isHexadecimal(text, start, end) && text.slice(start, end).includes("-")) return false;
  return isSecretLike(text, start, end) && !isWordsJoined(text, start, end) && !isPairItself(text, start, end);
}

/** `depth=7734`. */
function isPairItself(text: string, start: number, end: number): boolean {
  let i = start;
  while (i < end && (isLetter(text.charCodeAt(i)) || text.charCodeAt(i) === 95)) i++;
  return i > start && i + 1 < end && text.charCodeAt(i) === EQUALS;
}

/** A word, also as the first of several rules: `required|min:8`. */
function isPlainWord(text: string, start: number, end: number): boolean {
  const limit = Math.min(end, start + LONGEST_WORD);
  let i = start;
  while (i < limit && isLetter(text.charCodeAt(i))) i++;
  if (i < end && text.charCodeAt(i) === PIPE) return NO_SECRETS.has(text.slice(start, i).toLowerCase());
  return end - start <= LONGEST_WORD && NO_SECRETS.has(text.slice(start, end).toLowerCase());
}

function isAny(text: string, { start, end, quoted }: Value, claim: Claim): boolean {
  const length = end - start;
  if (length < 2) return false;
  if (isNumber(text, start, end)) {
    return length >= (claim.keyClass.kind === passwordKey ? SHORTEST_NUMBER : SHORTEST_CHOSEN);
  }
  if (isMeasure(text, start, end)) return false;
  const letters = lettersOnly(text, start, end);
  const isPassword = claim.keyClass.kind === passwordKey;
  // `secret=tls-cert` names one; somebody may have chosen `correct-horse` for a password.
  if (letters === "none") return isPassword || quoted || !isNameOfWords(text, start, end);
  if (isSensitiveName(text, start, end)) return false;
  if (quoted) return true;
  // `--token=TOKEN` explains how to call a program, `token=COMMA` is a parser's; `password = newPassword` is code.
  if (letters === "upper") return isPassword && claim.form !== "flag" && text.charCodeAt(claim.keyStart - 1) !== HYPHEN;
  return letters !== "camel" || !isBlank(text.charCodeAt(start - 1)) || isSecretLike(text, start, end);
}

const isNameOfWords = (text: string, start: number, end: number): boolean =>
  isWordsJoined(text, start, end) && countDigits(text, start, end) === 0;

/** What a value of letters and `_` alone looks like. */
function lettersOnly(text: string, start: number, end: number): "none" | "plain" | "upper" | "camel" {
  let upper = 0;
  let letters = 0;
  let humps = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isLetter(code)) letters++;
    else if (code !== UNDERSCORE) return "none";
    if (!isUpper(code)) continue;
    upper++;
    if (i > start && isLower(text.charCodeAt(i - 1))) humps++;
  }
  if (upper === letters) return "upper";
  return humps === 0 ? "plain" : "camel";
}

const isLower = (code: number): boolean => code >= 97 && code <= 122;

function hasBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isBlank(text.charCodeAt(i))) return true;
  return false;
}

/** Several words in quotes: a passphrase, or a message about one. */
function isPhrase(text: string, { start, end }: Value, { keyClass, form, doubtful }: Claim): boolean {
  const first = firstWord(text, start, end);
  if (MESSAGE_STARTS.has(text.slice(start, first).toLowerCase())) return false;
  if (isSensitiveName(text, start, end)) return false;
  if (form === "words" || doubtful || keyClass.weak) return false;
  if (keyClass.kind === passwordKey) return true;
  for (let from = start; from < end;) {
    const to = firstWord(text, from, end);
    if (isSecretLike(text, from, to)) return true;
    from = to + 1;
  }
  return false;
}

function firstWord(text: string, start: number, end: number): number {
  let i = start;
  while (i < end && !isBlank(text.charCodeAt(i))) i++;
  return i;
}

function isInBraces(text: string, start: number): boolean {
  const code = text.charCodeAt(start - 1);
  return code === OPENING_BRACE || code === COMMA || code === OPENING_SQUARE || code === OPENING_ROUND;
}

/** `    password: letmein` alone on its line, as in YAML; or the last of a line that begins so. */
function isWholeLine(text: string, keyStart: number, end: number): boolean {
  const behind = text.charCodeAt(end);
  if (!(Number.isNaN(behind) || behind === NEWLINE || behind === RETURN || behind === CLOSING_BRACE)) return false;
  let i = keyStart;
  while (keyStart - i < 64 && i > 0 && (isBlank(text.charCodeAt(i - 1)) || text.charCodeAt(i - 1) === 45)) i--;
  const before = text.charCodeAt(i - 1);
  return i === 0 || before === NEWLINE || before === RETURN || before === OPENING_BRACE || before === COMMA;
}
