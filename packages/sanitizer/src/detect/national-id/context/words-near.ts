import { codeAt, isDigit, isLetter } from "../../scan/characters.ts";
import { foldWord } from "./fold-word.ts";

/** A look behind and ahead for words never goes farther. */
export const BEHIND = 56;
export const AHEAD = 28;
/** Digits that are a value of their own: what stands before them speaks of them. */
const LONG_NUMBER = 6;
const MAX_WORDS = 9;
/** `social security number`. */
const PHRASE = 3;

/**
 * What is said about the value `[start, end)` of a text: words before it and the words directly behind. Made when a checksum
 * has passed, which is rare, and once for all rules.
 */
export interface Nearby {
  /** Words, and two or three words joined; without accents, in lower case. */
  readonly phrases: readonly string[];
  /** The words name a thing that has a number of the kind, an order or a part: it is no person's. */
  readonly reference: boolean;
}

export function wordsNear(text: string, floor: number, [start, end]: readonly [number, number]): Nearby {
  const before = wordsBefore(text, Math.max(floor, start - BEHIND), start);
  const phrases: string[] = [];
  addPhrases(phrases, before);
  addPhrases(phrases, wordsBehind(text, end));
  return { phrases, reference: before.slice(-2).some((word) => REFERENCES.has(word)) };
}

export const says = ({ phrases }: Nearby, words: ReadonlySet<string>): boolean =>
  phrases.some((phrase) => words.has(phrase));

/** What is counted, sold or sent. */
const REFERENCES: ReadonlySet<string> = new Set(
  (
    "order orders invoice ticket sku part item product article model serial tracking shipment parcel build batch lot " +
    "booking flight receipt transaction ref reference commit revision version offset sequence bestellung rechnung commande facture pedido factura ordine fattura " +
    "zamowienie faktura bestelling beställning ordrer"
  ).split(" "),
);

/** Say nothing of what is numbered: `{"system": "nhs", "value": "943…"}`. */
const EMPTY_WORDS: ReadonlySet<string> = new Set(["value", "val", "number", "no", "nr", "num", "id", "text", "is"]);

/** Beyond ASCII all but spaces and punctuation counts as letters. */
const isWordCode = (code: number): boolean =>
  isLetter(code) || (code > 191 && (code < 8192 || code > 12_351) && code !== 215 && code !== 247 && code < 65_280);

/** Ends what was said of another value, once a word was read. */
const isStop = (code: number): boolean =>
  code === 10 || code === 44 || code === 59 || code === 61 || code === 38 || code === 124 || code === 125;

/** In the order of the text. */
function wordsBefore(text: string, lowest: number, start: number): string[] {
  const words: string[] = [];
  let i = start;
  let told = false;
  while (i > lowest && words.length < MAX_WORDS) {
    const code = codeAt(text, i - 1);
    const end = i;
    if (isWordCode(code)) {
      i = beginOf(text, [lowest, end], isWordCode);
      const read = wordsOf(text.slice(i, end));
      told ||= read.some((word) => !EMPTY_WORDS.has(word));
      words.unshift(...read);
      continue;
    }
    i = beginOf(text, [lowest, end], isDigit);
    if (end - i >= LONG_NUMBER || (told && isStop(code))) break;
    if (i === end) i--;
  }
  return words;
}

function beginOf(text: string, [lowest, end]: readonly [number, number], belongs: (code: number) => boolean): number {
  let i = end;
  while (i > lowest && belongs(codeAt(text, i - 1))) i--;
  return i;
}

/** `123456789 (SSN)`, `943 476 5919 is his NHS number`; not the name of the next value. */
function wordsBehind(text: string, end: number): string[] {
  const highest = Math.min(text.length, end + AHEAD);
  let i = end;
  while (i < highest && !isStop(codeAt(text, i)) && codeAt(text, i) !== 46 && !isDigit(codeAt(text, i))) i++;
  // Two words may lead to the next value: `… bsn: 123`.
  const next = codeAt(text, i);
  if (isDigit(next) || next === 61) return [];
  const said = text.slice(end, i);
  return said.includes(":") ? [] : said.split(/[^\p{L}]+/u).flatMap(wordsOf);
}

/** `patientNHSNumber` → patient, nhs, number. */
function wordsOf(word: string): string[] {
  if (word === "") return [];
  return word.split(/(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/u).map(foldWord);
}

function addPhrases(phrases: string[], words: readonly string[]): void {
  for (let first = 0; first < words.length; first++) {
    let phrase = "";
    for (let i = first; i < Math.min(words.length, first + PHRASE); i++) {
      phrase += words[i] ?? "";
      phrases.push(phrase);
    }
  }
}
