import type { Scan } from "../../../model/detector.ts";
import type { Found, Told } from "../rules/rule.ts";
import type { PhraseFilter } from "./phrase-filter.ts";
import { FREE, INSIDE, joins } from "./surroundings.ts";
import { AHEAD, BEHIND, says, wordsNear } from "./words-near.ts";
import type { Nearby } from "./words-near.ts";

/**
 * Whether a valid number is a person's: by its form and what stands about it. Reused from number to number; the words are
 * looked for once for all rules.
 */
export class Evidence {
  readonly #filter: PhraseFilter;
  #nearby: Nearby | undefined;
  #told: boolean | undefined;
  #start = 0;
  #end = 0;

  constructor(filter: PhraseFilter) {
    this.#filter = filter;
  }

  /** What follows is asked of another number. */
  forget(): void {
    this.#nearby = undefined;
    this.#told = undefined;
  }

  /** Whether a word may stand near the number that says what it is; cheap, and never false where one does. */
  mayBeTold(scan: Scan, start: number, end: number): boolean {
    if (this.#told === undefined || this.#start !== start || this.#end !== end) {
      const { text, floor } = scan;
      const filter = this.#filter;
      this.#nearby = undefined;
      this.#start = start;
      this.#end = end;
      const from = Math.max(floor, start - BEHIND);
      const to = Math.min(text.length, end + AHEAD);
      this.#told =
        !filter.holdsNoLetter(text, from, to) && (filter.mayHold(text, from, start) || filter.mayHold(text, end, to));
    }
    return this.#told;
  }

  suffices(scan: Scan, { words, unchecked }: Told, { start, end, canonical }: Found): boolean {
    const joint = joins(scan.text, start, end);
    if (joint === INSIDE) return false;
    const alone = canonical && joint === FREE;
    if (alone && unchecked === undefined) return true;
    if (!this.mayBeTold(scan, start, end) && !alone) return false;
    this.#nearby ??= wordsNear(scan.text, scan.floor, [start, end]);
    return says(this.#nearby, words) || (alone && !this.#nearby.reference);
  }
}
