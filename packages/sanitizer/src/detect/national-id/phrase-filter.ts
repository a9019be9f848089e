import { isLetter, isUpper } from "../scan/characters.ts";

const SLOTS = 65_536;
const BASE = 31;

const step = (hash: number, code: number): number => (Math.imul(hash, BASE) + (code | 32)) | 0;

const slotOf = (hash: number): number => (hash ^ (hash >>> 16)) & (SLOTS - 1);

/**
 * Says of nearly every text that none of the phrases stands in it, without making a string. Words part as for the reader
 * of words: at what is no letter, and in `patientNHSNumber` before N both times.
 */
export class PhraseFilter {
  readonly #slots: Uint8Array = new Uint8Array(SLOTS);

  constructor(phrases: Iterable<string>) {
    for (const phrase of phrases) {
      let hash = 0;
      for (let i = 0; i < phrase.length; i++) hash = step(hash, phrase.charCodeAt(i));
      this.#slots[slotOf(hash)] = 1;
    }
  }

  /** False if no word and no two or three words joined in `[from, to)` are a phrase; a character beyond ASCII may be one. */
  mayHold(text: string, from: number, to: number): boolean {
    let one = 0;
    let two = 0;
    let three = 0;
    let previous = 0;
    for (let i = from; i < to; i++) {
      const code = text.charCodeAt(i);
      if (code > 191) return true;
      const inWord = isLetter(code);
      if (previous !== 0 && (!inWord || parts(previous, code, text.charCodeAt(i + 1)))) {
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
