import { passwordKey } from "../../key-name/key-kinds.ts";
import { codeAt, isLetter, isUpper } from "../../scan/characters.ts";
import { isPlaceholder } from "../../value/placeholder.ts";
import { EQUALS, HASH, HYPHEN, OPENING_ROUND, PIPE, STAR, UNDERSCORE, isBlank } from "../signs.ts";
import type { Claim, Value } from "./claim.ts";
import { isCode } from "./code-like.ts";
import { demandOf } from "./demand.ts";
import { holdsDigits } from "./digit-value.ts";
import { isPassphraseOfEnvironment } from "./environment.ts";
import { FEWEST_DIGITS } from "./fewest-digits.ts";
import { isSensitiveName } from "./named-itself.ts";
import { isPhrase } from "./phrase.ts";
import { NO_SECRETS } from "./plain-words.ts";
import { isReference } from "./reference.ts";
import { isRuled, isRuledValue } from "./ruled-value.ts";
import {
  countDigits,
  isHexadecimal,
  isMeasure,
  isNumber,
  isRandom,
  isSecretLike,
  isWordsJoined,
} from "./secret-like.ts";
import { isVaried } from "./varied.ts";

const LONGEST_WORD = 24;
const SHORTEST_NUMBER = 4;
const SHORTEST_CHOSEN = 6;

/** Whether the value is a secret, by what it is and by what its key says of it. */
export function holdsSecret(text: string, value: Value, claim: Claim): boolean {
  const { start, end, quoted } = value;
  if (end <= start || isPlaceholder(text, start, end)) return false;
  if (isRuled(claim)) return isRuledValue(text, value) && !isMaskedWithin(text, start, end);
  if (FEWEST_DIGITS.has(claim.keyClass.kind)) return holdsDigits(text, value, claim);
  if (isPlainWord(text, start, end) || isReference(text, start, end)) return false;
  const isSecret =
    quoted && hasBlank(text, start, end) ? isPhrase(text, value, claim) : isOneSecret(text, value, claim);
  return isSecret && !isMaskedWithin(text, start, end);
}

function isOneSecret(text: string, value: Value, claim: Claim): boolean {
  return (value.quoted || !isCode(text, value.start, value.end)) && meetsDemand(text, value, claim);
}

/** What was found within is gone: a second pass must not take its mask for a part of something larger. */
const isMaskedWithin = (text: string, start: number, end: number): boolean =>
  text.slice(start, end).includes("REDACTED");

function meetsDemand(text: string, value: Value, claim: Claim): boolean {
  const { start, end } = value;
  switch (demandOf(text, value, claim)) {
    case "any":
      return isAny(text, value, claim);
    case "mixed":
      return isSecretLike(text, start, end);
    case "chosen":
      return isChosen(text, start, end);
    case "varied":
      return isChosen(text, start, end) && (isVaried(text, start, end) || isRandom(text, start, end));
    case "random":
      return isChosen(text, start, end) && isRandom(text, start, end);
    case "nothing":
      return false;
  }
}

/** A word, also as the first of several rules: `required|min:8`. */
function isPlainWord(text: string, start: number, end: number): boolean {
  const limit = Math.min(end, start + LONGEST_WORD);
  let i = start;
  while (i < limit && isLetter(codeAt(text, i))) i++;
  if (i < end && codeAt(text, i) === PIPE) return NO_SECRETS.has(text.slice(start, i).toLowerCase());
  return end - start <= LONGEST_WORD && NO_SECRETS.has(text.slice(start, end).toLowerCase());
}

function hasBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (isBlank(codeAt(text, i))) return true;
  return false;
}

/** `sk-proj-****1234`, as services name the key that they refuse. */
const isMaskedInPart = (text: string, start: number, end: number): boolean =>
  codeAt(text, start) !== STAR && text.slice(start, end).includes("***");

/** What somebody chose or a machine made, and no name of several words, no other pair, no number of an issue. */
function isChosen(text: string, start: number, end: number): boolean {
  const first = codeAt(text, start);
  if (end - start < SHORTEST_CHOSEN || isMaskedInPart(text, start, end) || first === HASH || first === OPENING_ROUND)
    return false;
  if (isHexadecimal(text, start, end) && text.slice(start, end).includes("-")) return false;
  return isSecretLike(text, start, end) && !isWordsJoined(text, start, end) && !isPairItself(text, start, end);
}

/** `depth=7734`. */
function isPairItself(text: string, start: number, end: number): boolean {
  let i = start;
  while (i < end && (isLetter(codeAt(text, i)) || codeAt(text, i) === UNDERSCORE)) i++;
  return i > start && i + 1 < end && codeAt(text, i) === EQUALS;
}

function isAny(text: string, value: Value, claim: Claim): boolean {
  const { start, end, quoted } = value;
  const isPassword = claim.keyClass.kind === passwordKey;
  if (end - start < 2) return false;
  if (isCountOrMeasure(text, value, isPassword)) return false;
  if (isPassphraseOfEnvironment(text, value, claim)) return true;
  const letters = lettersOnly(text, start, end);
  // `secret=tls-cert` names one; somebody may have chosen `correct-horse` for a password.
  if (letters === "none") return isPassword || quoted || !isNameOfWords(text, start, end);
  if (isSensitiveName(text, start, end)) return false;
  return quoted || isAnyWord(text, value, claim);
}

/** Nobody puts a count or a time within quotes behind the word `password`; an address, others find. */
function isCountOrMeasure(text: string, { start, end, quoted }: Value, isPassword: boolean): boolean {
  if (isPassword && quoted) return text.slice(start, end).includes(".") && isMeasure(text, start, end);
  if (isNumber(text, start, end)) return end - start < (isPassword ? SHORTEST_NUMBER : SHORTEST_CHOSEN);
  return isMeasure(text, start, end);
}

/** Of letters alone, without quotes. */
function isAnyWord(text: string, { start, end }: Value, { form, keyClass, keyStart }: Claim): boolean {
  switch (lettersOnly(text, start, end)) {
    case "upper":
      // `--token=TOKEN` explains how to call a program, `token=COMMA` is a parser's.
      return keyClass.kind === passwordKey && form !== "flag" && codeAt(text, keyStart - 1) !== HYPHEN;
    case "camel":
      // `password = newValue` is code.
      return !isBlank(codeAt(text, start - 1)) || isSecretLike(text, start, end);
    case "plain":
    case "none":
      return true;
  }
}

const isNameOfWords = (text: string, start: number, end: number): boolean =>
  isWordsJoined(text, start, end) && countDigits(text, start, end) === 0;

/** What a value of letters and `_` alone looks like. */
function lettersOnly(text: string, start: number, end: number): "none" | "plain" | "upper" | "camel" {
  let upper = 0;
  let letters = 0;
  let humps = 0;
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isLetter(code)) letters++;
    else if (code !== UNDERSCORE) return "none";
    if (!isUpper(code)) continue;
    upper++;
    if (i > start && isLower(codeAt(text, i - 1))) humps++;
  }
  if (upper === letters) return "upper";
  return humps === 0 ? "plain" : "camel";
}

const isLower = (code: number): boolean => code >= 97 && code <= 122;
