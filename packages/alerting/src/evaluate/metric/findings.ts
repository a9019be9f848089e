import type { Cleared, Evaluation, Missing, Sample } from "../../model/evaluation.ts";
import type { LabelsKey } from "../../model/labels.ts";

/** An {@link Evaluation} while it is being filled. */
export class Findings {
  readonly holding: Sample[] = [];
  readonly missing: Map<LabelsKey, Missing> = new Map();
  readonly cleared: Map<LabelsKey, Cleared> = new Map();
  readonly #atMs: number;
  readonly #judged: "all" | ReadonlySet<LabelsKey>;

  constructor(atMs: number, judged: "all" | ReadonlySet<LabelsKey>) {
    this.#atMs = atMs;
    this.#judged = judged;
  }

  get atMs(): number {
    return this.#atMs;
  }

  toEvaluation(): Evaluation {
    const { holding, missing, cleared } = this;
    return { atMs: this.#atMs, judged: this.#judged, holding, missing, cleared };
  }
}
