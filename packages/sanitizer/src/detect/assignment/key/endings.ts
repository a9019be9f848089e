import type { KeyRule } from "../../../model/policy.ts";
import { SENSITIVE_NAMES, TAILS } from "../../key-name/sensitive-names.ts";
import { splitWords } from "../../key-name/split-words.ts";
import { codeAt, isDigit, isLetter } from "../../scan/characters.ts";
import { trigramAt } from "../../scan/trigram.ts";

const TRIGRAMS = 32_768;
const MOST_DIGITS = 4;

/** Whether an identifier that ends at `end` can end a sensitive name; judges by its last three letters. */
export type Endings = (text: string, end: number) => boolean;

/**
 * How all names end that are sensitive in texts, alone and with what may follow them, as a table: `token_count` and
 * `passed` are told from `token` without being looked up.
 */
export function endingsOf(keys: readonly KeyRule[] = []): Endings {
  const table = new Uint8Array(TRIGRAMS);
  const short = new Set<string>();
  for (const word of [...wordsOfNames(), ...TAILS, ...wordsOfRules(keys)]) {
    for (const form of [word, `${word}s`]) {
      if (form.length < 3) short.add(form);
      else table[trigramAt(form, form.length - 3)] = 1;
    }
  }
  const anything = keys.some(({ match }) => match.endsWith("*"));
  return (text, end) => anything || mayEnd({ table, short }, text, end);
}

/** Every word: of a name of several words the others may follow behind blanks. */
const wordsOfNames = (): readonly string[] =>
  SENSITIVE_NAMES.flatMap(({ names, inText }) => (inText ? names : [])).flatMap((name) => name.split(" "));

const wordsOfRules = (keys: readonly KeyRule[]): readonly string[] =>
  keys.flatMap(({ match }) => match.split("*").flatMap(splitWords));

interface Tables {
  readonly table: Uint8Array;
  readonly short: ReadonlySet<string>;
}

function mayEnd({ table, short }: Tables, text: string, end: number): boolean {
  let last = end;
  while (end - last < MOST_DIGITS && isDigit(codeAt(text, last - 1))) last--;
  if (table[trigramAt(text, last - 3)] === 1) return true;
  const code = codeAt(text, last - 1);
  if (code > 127 || codeAt(text, last - 2) > 127 || codeAt(text, last - 3) > 127) return true;
  if (!isLetter(code)) return true;
  const two = text.slice(last - 2, last).toLowerCase();
  return short.has(two) || (short.has(two.slice(1)) && isWordStart(text, last - 1));
}

/** A letter that is a word of its own: `password_b`, `apiKeyV`. */
function isWordStart(text: string, at: number): boolean {
  const before = codeAt(text, at - 1);
  return !isLetter(before) || (codeAt(text, at) < 97 && before >= 97);
}
