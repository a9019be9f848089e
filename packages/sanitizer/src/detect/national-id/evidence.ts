import type { Scan } from "../../model/detector.ts";
import type { PhraseFilter } from "./phrase-filter.ts";
import type { Found, Told } from "./rule.ts";
import { FREE, INSIDE, joins } from "./surroundings.ts";
import { AHEAD, BEHIND, says, wordsNear } from "./words-near.ts";
import type { Nearby } from "./words-near.ts";

const NOTHING_SAID: Nearby = { phrases: [], reference: false };

/**
 * Whether a valid number is a person's: by its form and what stands about it. Reused from number to number; the words are
 * looked for once for all rules.
 */
export class Evidence {
  readonly #filter: PhraseFilter;
  #nearby: Nearby | undefined;
  #start = 0;
  #end = 0;

  constructor(filter: PhraseFilter) {
    this.#filter = filter;
  }

  /** What follows is asked of another number. */
  forget(): void {
    this.#nearby = undefined;
  }

  suffices(scan: Scan, { words, unchecked }: Told, { start, end, canonical }: Found): boolean {
    const joint = joins(scan.text, start, end);
    if (joint === INSIDE) return false;
    const alone = canonical && joint === FREE;
    if (alone && unchecked === undefined) return true;
    if (this.#nearby === undefined || this.#start !== start || this.#end !== end) {
      this.#nearby = this.#read(scan, { start, end, canonical: alone });
      this.#start = start;
      this.#end = end;
    }
    return says(this.#nearby, words) || (alone && !this.#nearby.reference);
  }

  #read({ text, floor }: Scan, { start, end, canonical }: Found): Nearby {
    const lowest = Math.max(floor, start - BEHIND);
    const highest = Math.min(text.length, end + AHEAD);
    if (canonical || this.#filter.mayHold(text, lowest, start) || this.#filter.mayHold(text, end, highest)) {
      return wordsNear(text, floor, [start, end]);
    }
    return NOTHING_SAID;
  }
}
