import { codeAt, isLetter, isUpper } from "../../scan/characters.ts";

const SLOTS = 65_536;
const BASE = 31;
/** The character before `A`. */
const LAST_BEFORE_LETTERS = 64;

const step = (hash: number, code: number): number => (Math.imul(hash, BASE) + (code | 32)) | 0;

const slotOf = (hash: number): number => (hash ^ (hash >>> 16)) & (SLOTS - 1);

/**
 * Says of nearly every text that none of the phrases stands in it, without making a string. Words part as for the reader
 * of words: at what is no letter, and in `patientNHSNumber` before N both times.
 */
export class PhraseFilter {
  readonly #slots: Uint8Array = new Uint8Array(SLOTS);
  /** A stretch of the text that holds no letter. */
  #text = "";
  #quietFrom = 0;
  #quietTo = 0;

  constructor(phrases: Iterable<string>) {
    for (const phrase of phrases) {
      let hash = 0;
      for (let i = 0; i < phrase.length; i++) hash = step(hash, phrase.charCodeAt(i));
      this.#slots[slotOf(hash)] = 1;
    }
  }

  /** Whether no letter stands in `[from, to)`. In a list of numbers each asks this of nearly the same characters. */
  holdsNoLetter(text: string, from: number, to: number): boolean {
    if (text !== this.#text || from < this.#quietFrom || from > this.#quietTo) {
      this.#text = text;
      this.#quietFrom = from;
      this.#quietTo = from;
    }
    while (this.#quietTo < to && codeAt(text, this.#quietTo) <= LAST_BEFORE_LETTERS) this.#quietTo++;
    return this.#quietTo >= to;
  }

  /** False if no word and no two or three words joined in `[from, to)` are a phrase; a character beyond ASCII may be one. */
  mayHold(text: string, from: number, to: number): boolean {
    let one = 0;
    let two = 0;
    let three = 0;
    let previous = 0;
    for (let i = from; i < to; i++) {
      const code = codeAt(text, i);
      if (code > 191) return true;
      const inWord = isLetter(code);
      if (previous !== 0 && (!inWord || parts(previous, code, codeAt(text, i + 1)))) {
        if (this.#has(one, two, three)) return true;
        previous = 0;
      }
      if (!inWord) continue;
      if (previous === 0) {
        three = two;
        two = one;
        one = 0;
      }
      one = step(one, code);
      two = step(two, code);
      three = step(three, code);
      previous = code;
    }
    return previous !== 0 && this.#has(one, two, three);
  }

  #has(one: number, two: number, three: number): boolean {
    const slots = this.#slots;
    return ((slots[slotOf(one)] ?? 0) | (slots[slotOf(two)] ?? 0) | (slots[slotOf(three)] ?? 0)) !== 0;
  }
}

/** Whether a word of a camel-case name begins with `code`. */
function parts(previous: number, code: number, next: number): boolean {
  return isUpper(code) && (!isUpper(previous) || (isLetter(next) && !isUpper(next)));
}
