import type { Evaluation, Sample } from "../../model/evaluation.ts";
import type { LabelsKey } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import type { Holding } from "./admit.ts";
import { FinalLabels, type Target } from "./final-labels.ts";
import { Votes } from "./n-of-m.ts";
import type { RuleTexts } from "./rule-texts.ts";

/** What holds of a rule: which alerts its samples belong to, and whether they hold often enough. */
export class Holdings {
  readonly #rule: Rule;
  readonly #finals: FinalLabels;
  readonly #votes: Votes | undefined;

  constructor(rule: Rule, texts: RuleTexts) {
    this.#rule = rule;
    this.#finals = new FinalLabels(rule, texts);
    this.#votes = rule.nOfM === undefined ? undefined : new Votes(rule.nOfM);
  }

  /** Arrivals are no evaluations in the sense of "n of the last m". */
  get countsArrivals(): boolean {
    return this.#votes === undefined;
  }

  /** What was active before a restart has the votes that it needs. */
  restore(sampleKey: LabelsKey): void {
    this.#votes?.restore(sampleKey);
  }

  targetOf(sample: Sample, atMs: number): Target {
    return this.#finals.of(sample, atMs);
  }

  /** With their final labels; or why the evaluation is an error, which nothing has counted then. */
  of({ holding, missing, atMs, judged }: Evaluation): readonly Holding[] | string {
    const holdings = holding.map((sample) => ({ sample, target: this.#finals.of(sample, atMs) }));
    if (judged === "all") this.#finals.sweep(holding.length);
    const twice = repeated(holdings);
    if (twice !== undefined) return duplicateError(this.#rule, twice.labels);
    if (this.#votes === undefined) return holdings;
    const counted = new Set(this.#votes.count(holding, missing));
    return holdings.filter(({ sample }) => counted.has(sample));
  }

  /** It does not hold now, and still did often enough lately. */
  stillHolds(sampleKey: LabelsKey): boolean {
    return this.#votes?.holds(sampleKey) ?? false;
  }
}

function repeated(holdings: readonly Holding[]): Target | undefined {
  const seen = new Set<string>();
  for (const { target } of holdings) {
    if (seen.has(target.key)) return target;
    seen.add(target.key);
  }
  return undefined;
}

function duplicateError(rule: Rule, labels: Readonly<Record<string, string>>): string {
  const shown = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return (
    `rule ${rule.id}: two results have the same labels once its own are applied ({${shown.join(", ")}}). ` +
    "Nothing was changed. Let the rule's labels keep what tells them apart."
  );
}
