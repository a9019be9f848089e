import type { Kind } from "../../../model/kind.ts";
import { birthDateKey, cvvKey, documentKey, otpKey, pinKey } from "../../key-name/key-kinds.ts";
import { codeAt, isLetter, isUpper } from "../../scan/characters.ts";
import type { Form } from "../join/place.ts";
import type { Claim, Value } from "./claim.ts";
import { FEWEST_DIGITS } from "./fewest-digits.ts";
import { countDigits } from "./secret-like.ts";

const LONGEST_CODE = 16;
const LONGEST_DATE = 40;
const LONGEST_CVV = 4;
const FEWEST_IN_WORDS = 4;

/** Values that are told by their digits: codes, PINs, dates of birth, numbers of documents. */
export function holdsDigits(text: string, { start, end }: Value, { keyClass, form, doubtful }: Claim): boolean {
  const { kind } = keyClass;
  const digits = countDigits(text, start, end);
  if (doubtful || digits < (FEWEST_DIGITS.get(kind) ?? 0) || end - start > longest(kind)) return false;
  if (form === "far" || form === "cell") return false;
  if (kind === birthDateKey) return form !== "words";
  if (kind === documentKey) return form !== "words" && !hasLower(text, start, end);
  return digits === end - start ? isCodeOfDigits(kind, digits, form) : kind === otpKey && !LOOSE.has(form);
}

/** Forms in which words are as likely to follow as a value. */
const LOOSE: ReadonlySet<Form> = new Set<Form>(["words", "link", "far", "tight"]);

function isCodeOfDigits(kind: Kind, digits: number, form: Form): boolean {
  if (kind === cvvKey) return true;
  if (kind === pinKey) return form !== "words" || digits === FEWEST_IN_WORDS;
  return (form !== "words" && form !== "link") || digits >= FEWEST_IN_WORDS;
}

function longest(kind: Kind): number {
  if (kind === birthDateKey) return LONGEST_DATE;
  return kind === cvvKey ? LONGEST_CVV : LONGEST_CODE;
}

function hasLower(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = codeAt(text, i);
    if (isLetter(code) && !isUpper(code)) return true;
  }
  return false;
}
