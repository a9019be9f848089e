import type { Alert } from "../../model/alert.ts";
import type { Evaluation, Sample } from "../../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import { labelName, type Labels, labelsKey, type LabelsKey } from "../../model/labels.ts";
import type { GroupBy, Measure, Rule } from "../../model/rule.ts";
import { type CompiledMatchers, compileMatchers } from "../../rules/matching/compile-matchers.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import { isBeyond } from "../beyond-threshold.ts";
import { guarded } from "../guarded.ts";
import { numberText } from "../words.ts";
import { Findings } from "./findings.ts";
import { thresholdText } from "./measure-text.ts";
import type { ThresholdCondition } from "./threshold-evaluator.ts";

interface Count {
  readonly labels: Labels;
  alerts: number;
}

/** Rules over rules: counts firing alerts, as Prometheus does with its `ALERTS`. */
export class AlertsEvaluator implements Evaluator {
  readonly rule: Rule;
  readonly #condition: ThresholdCondition;
  readonly #matches: CompiledMatchers;
  readonly #inScope: CompiledMatchers;
  /** Label sets that alerts had: without alerts now, they count for 0. */
  readonly #known = new Map<LabelsKey, Labels>();
  #lastSeen = "";

  constructor(rule: Rule, condition: ThresholdCondition, { matchers }: Extract<Measure, { kind: "alerts" }>) {
    this.rule = rule;
    this.#condition = condition;
    this.#matches = compileMatchers(matchers);
    this.#inScope = compileScope(rule.scope);
    if (condition.by !== "all" && condition.by.length === 0) this.#known.set(labelsKey({}), {});
  }

  evaluate(atMs: number, context: EvaluationContext): Evaluation {
    return guarded(atMs, () => this.#judge(this.#matching(context), atMs, context));
  }

  /** Nothing has changed while the same alerts fire. */
  evaluateTouched(atMs: number, context: EvaluationContext): Evaluation | undefined {
    return guarded(atMs, () => {
      const before = this.#lastSeen;
      const alerts = this.#matching(context);
      return this.#lastSeen === before ? undefined : this.#judge(alerts, atMs, context);
    });
  }

  #matching(context: EvaluationContext): readonly Labels[] {
    const found: Labels[] = [];
    let seen = "";
    for (const alert of context.activeAlerts()) {
      if (alert.state !== "firing" || alert.ruleId === this.rule.id) continue;
      const lookup = lookupIn(alert);
      if (!this.#matches(lookup) || !this.#inScope(lookup)) continue;
      found.push({ ...alert.labels, ...FIRING });
      seen += `${alert.id} `;
    }
    this.#lastSeen = seen;
    return found;
  }

  #judge(alerts: readonly Labels[], atMs: number, context: EvaluationContext): Evaluation {
    const counts = new Map<LabelsKey, Count>();
    for (const [key, labels] of this.#known) counts.set(key, { labels, alerts: 0 });
    for (const alert of alerts) {
      const labels = grouped(alert, this.#condition.by);
      const key = labelsKey(labels);
      const count = counts.get(key) ?? { labels, alerts: 0 };
      count.alerts += 1;
      counts.set(key, count);
    }
    return this.#compare(counts, new Findings(atMs, "all"), context);
  }

  #compare(counts: ReadonlyMap<LabelsKey, Count>, findings: Findings, context: EvaluationContext): Evaluation {
    const { threshold, by } = this.#condition;
    for (const [key, { labels, alerts }] of counts) {
      const isActive = context.isActive(key);
      const isHolding = isBeyond(threshold, alerts, isActive);
      if (isHolding) findings.holding.push(this.#sampleOf(key, labels, alerts));
      else if (isActive) findings.cleared.set(key, { reason: firing(alerts), atMs: findings.atMs });
      const isWorthKeeping = alerts > 0 || isHolding || isActive || by.length === 0;
      if (isWorthKeeping) this.#known.set(key, labels);
      else this.#known.delete(key);
    }
    return findings.toEvaluation();
  }

  #sampleOf(key: LabelsKey, labels: Labels, alerts: number): Sample {
    const finding = `${firing(alerts)} (${thresholdText(this.#condition.threshold)})`;
    return { key, labels, value: alerts, evidence: { finding } };
  }
}

function firing(alerts: number): string {
  return `number of firing alerts is ${numberText(alerts)}`;
}

/** What Prometheus' `ALERTS` adds to the labels of an alert. */
const ALERT_STATE = "alertstate";
const FIRING = { [ALERT_STATE]: "firing" } as const;

/** Most alerts are asked for a label or two and left aside: their labels are not copied for that. */
function lookupIn({ labels }: Alert): (name: string) => string {
  return (name) => (name === ALERT_STATE ? FIRING[ALERT_STATE] : (labels[name] ?? labels[labelName(name)] ?? ""));
}

function grouped(labels: Labels, by: GroupBy): Labels {
  if (by === "all") return labels;
  const kept = by.map((name) => [labelName(name), labels[name] ?? labels[labelName(name)] ?? ""] as const);
  return Object.fromEntries(kept.filter(([, value]) => value !== ""));
}
