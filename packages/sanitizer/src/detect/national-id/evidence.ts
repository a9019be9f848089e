import type { Scan } from "../../model/detector.ts";
import type { Found, Told } from "./rule.ts";
import { FREE, INSIDE, joins } from "./surroundings.ts";
import { says, wordsNear } from "./words-near.ts";
import type { Nearby } from "./words-near.ts";

/** Whether a valid number is a person's: by its form and what stands about it. The words are read once for all rules. */
export class Evidence {
  readonly #text: string;
  readonly #floor: number;
  #nearby: Nearby | undefined;
  #end = 0;

  constructor({ text, floor }: Pick<Scan, "text" | "floor">) {
    this.#text = text;
    this.#floor = floor;
  }

  suffices({ words, unchecked }: Told, { start, end, canonical }: Found): boolean {
    const joint = joins(this.#text, start, end);
    if (joint === INSIDE) return false;
    const alone = canonical && joint === FREE;
    if (alone && unchecked === undefined) return true;
    if (this.#nearby === undefined || this.#end !== end) {
      this.#nearby = wordsNear(this.#text, this.#floor, [start, end]);
      this.#end = end;
    }
    return says(this.#nearby, words) || (alone && !this.#nearby.reference);
  }
}
