import type { Cleared, Evaluation, Missing, Sample } from "../../model/evaluation.ts";
import type { EvaluationContext } from "../../model/evaluator.ts";
import { type Labels, type LabelsKey, labelsKey } from "../../model/labels.ts";
import type { Remembered } from "./remembered.ts";
import { withRemembered } from "./remembered.ts";
import type { Verdict } from "./verdict.ts";

/** What a verdict is about. */
export interface Subject {
  readonly key: LabelsKey;
  readonly labels: Labels;
}

export function subjectOf(labels: Labels): Subject {
  return { key: labelsKey(labels), labels };
}

const never = (): boolean => false;

/** Collects what one look found. */
export class EvaluationBuilder {
  readonly atMs: number;
  readonly #context: EvaluationContext;
  readonly #remembered: ReadonlyMap<LabelsKey, Remembered>;
  readonly #judged = new Set<LabelsKey>();
  readonly #holding: Sample[] = [];
  readonly #missing = new Map<LabelsKey, Missing>();
  readonly #cleared = new Map<LabelsKey, Cleared>();

  constructor(atMs: number, context: EvaluationContext, remembered: ReadonlyMap<LabelsKey, Remembered>) {
    this.atMs = atMs;
    this.#context = context;
    this.#remembered = remembered;
  }

  /** Whether it matters why something does not hold. */
  isActive(subject: Subject): boolean {
    return this.#context.isActive(subject.key);
  }

  remembered(subject: Subject): Remembered | undefined {
    return this.#remembered.get(subject.key);
  }

  /** `isSilent`: whether nothing is heard of whoever could tell; asked where an alert would end for want of news. */
  add(subject: Subject, verdict: Verdict, isSilent: () => boolean = never): void {
    const { key, labels } = subject;
    this.#judged.add(key);
    if (verdict.kind === "holds") {
      const { value, sinceMs, traits } = verdict;
      const evidence = withRemembered(verdict.evidence, this.#remembered.get(key));
      this.#holding.push({
        key,
        labels,
        value,
        evidence,
        ...(traits !== undefined && { traits }),
        ...(sinceMs !== undefined && { sinceMs: Math.min(sinceMs, this.atMs) }),
      });
      return;
    }
    if (!this.#context.isActive(key)) return;
    if (verdict.kind === "unknown" || (verdict.kind === "faded" && isSilent())) this.#missing.set(key, "source");
    else this.#cleared.set(key, verdict.why());
  }

  get isEmpty(): boolean {
    return this.#judged.size === 0;
  }

  build(judged: "all" | "named"): Evaluation {
    return {
      atMs: this.atMs,
      judged: judged === "all" ? "all" : this.#judged,
      holding: this.#holding,
      missing: this.#missing,
      cleared: this.#cleared,
    };
  }
}
