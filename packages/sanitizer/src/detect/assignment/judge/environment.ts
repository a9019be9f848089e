import { splitWords } from "../../key-name/split-words.ts";
import { codeAt, isDigit, isUpper } from "../../scan/characters.ts";
import { EQUALS, UNDERSCORE } from "../signs.ts";
import type { Claim, Value } from "./claim.ts";

const LONGEST_KEY = 64;
const LONGEST_PASSPHRASE = 128;
/** A name has no more: `DB_SECRET=db-credentials`. */
const WORDS_OF_NAMES = 2;

/** `API_TOKEN=my-own-secret-value`: in an environment several words are the secret, and seldom the name of one. */
export function isPassphraseOfEnvironment(text: string, { start, end, quoted }: Value, claim: Claim): boolean {
  if (quoted || end - start > LONGEST_PASSPHRASE || !isOfEnvironment(text, start - 1, claim)) return false;
  const value = text.slice(start, end);
  return value !== value.toUpperCase() && splitWords(value).length > WORDS_OF_NAMES;
}

/** Capitals and `_` before the `=`, nothing between. */
function isOfEnvironment(text: string, end: number, { keyStart, form }: Claim): boolean {
  if (form !== "equals" || codeAt(text, end) !== EQUALS || end - keyStart > LONGEST_KEY) return false;
  let joints = 0;
  for (let i = keyStart; i < end; i++) {
    const code = codeAt(text, i);
    if (code === UNDERSCORE) joints++;
    else if (!isUpper(code) && !isDigit(code)) return false;
  }
  return joints > 0;
}
