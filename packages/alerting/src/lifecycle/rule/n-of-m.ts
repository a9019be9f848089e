import type { Sample } from "../../model/evaluation.ts";
import type { LabelsKey } from "../../model/labels.ts";

/** Which of the last m evaluations a condition held in, per sample key; kept for keys that held in at least one of them. */
export class Votes {
  readonly #n: number;
  readonly #m: number;
  readonly #held = new Map<LabelsKey, readonly boolean[]>();

  constructor({ n, m }: { readonly n: number; readonly m: number }) {
    this.#n = n;
    this.#m = m;
  }

  /** What was active before a restart has its n votes. */
  restore(key: LabelsKey): void {
    this.#held.set(
      key,
      Array.from({ length: this.#n }, () => true),
    );
  }

  /** One evaluation more. Keys in `untold` keep their votes: a gap is no vote. Gives the samples that hold and have n of m. */
  count(holding: readonly Sample[], untold: { has(key: LabelsKey): boolean }): readonly Sample[] {
    const now = new Set(holding.map((sample) => sample.key));
    for (const [key, votes] of this.#held) {
      if (now.has(key) || untold.has(key)) continue;
      const next = this.#push(votes, false);
      if (next.includes(true)) this.#held.set(key, next);
      else this.#held.delete(key);
    }
    for (const key of now) this.#held.set(key, this.#push(this.#held.get(key) ?? [], true));
    return holding.filter((sample) => this.holds(sample.key));
  }

  holds(key: LabelsKey): boolean {
    return (this.#held.get(key) ?? []).filter(Boolean).length >= this.#n;
  }

  #push(votes: readonly boolean[], vote: boolean): readonly boolean[] {
    return [...votes, vote].slice(-this.#m);
  }
}
