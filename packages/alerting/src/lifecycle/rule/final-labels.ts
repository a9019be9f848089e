import type { Sample } from "../../model/evaluation.ts";
import {
  fingerprintOf,
  LABEL_ALERTNAME,
  LABEL_SEVERITY,
  type Labels,
  labelsKey,
  type LabelsKey,
} from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import type { RuleTexts } from "./rule-texts.ts";

/** Which alert a sample belongs to. */
export interface Target {
  readonly labels: Labels;
  readonly key: string;
  readonly fingerprint: string;
}

interface Kept extends Target {
  turn: number;
}

/**
 * Final labels of a rule's samples: those of the sample, over them severity and the rule's own, over them `alertname`. They are
 * the alert's identity, so they are worked out once per sample, unless a template of them may say something else next time.
 */
export class FinalLabels {
  readonly #rule: Rule;
  readonly #texts: RuleTexts;
  readonly #kept = new Map<LabelsKey, Kept>();
  #turn = 0;

  constructor(rule: Rule, texts: RuleTexts) {
    this.#rule = rule;
    this.#texts = texts;
  }

  of(sample: Sample, atMs: number): Target {
    const known = this.#kept.get(sample.key);
    if (known !== undefined) {
      known.turn = this.#turn;
      return known;
    }
    const labels = this.#build(sample, atMs);
    const target = {
      labels,
      key: alertKey(this.#rule.id, labels),
      fingerprint: fingerprintOf(labels),
      turn: this.#turn,
    };
    if (!this.#texts.labelsVary) this.#kept.set(sample.key, target);
    return target;
  }

  /** Call it after all samples were asked for, with their number: forgets samples that are gone once they are the most. */
  sweep(samples: number): void {
    if (this.#kept.size > 2 * samples + 100) {
      for (const [key, { turn }] of this.#kept) if (turn !== this.#turn) this.#kept.delete(key);
    }
    this.#turn += 1;
  }

  #build(sample: Sample, atMs: number): Labels {
    const labels: Record<string, string> = { ...sample.labels };
    labels[LABEL_SEVERITY] = this.#rule.severity;
    for (const [name, value] of this.#texts.labels(sample, atMs)) labels[name] = value;
    labels[LABEL_ALERTNAME] = this.#rule.name;
    for (const [name, value] of Object.entries(labels)) if (value === "" || name === "__name__") delete labels[name];
    return labels;
  }
}

export const alertKey = (ruleId: string, labels: Labels): string => `${ruleId}\u{2}${labelsKey(labels)}`;
