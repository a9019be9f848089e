import type { Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import type { SeriesStore } from "../../model/series.ts";
import { AbsenceEvaluator } from "./absence-evaluator.ts";
import { AlertsEvaluator } from "./alerts-evaluator.ts";
import { ThresholdEvaluator } from "./threshold-evaluator.ts";

/**
 * Judges rules of the kinds `threshold` and `absence`. Create all evaluators before the store takes its first point.
 * @throws Error for a rule of another kind.
 */
export function createMetricEvaluator(rule: Rule, store: SeriesStore): Evaluator {
  const { condition } = rule;
  if (condition.kind === "absence") return new AbsenceEvaluator(rule, store, condition);
  if (condition.kind !== "threshold") {
    throw new Error(`The rule "${rule.id}" is of kind ${condition.kind}; metrics answer threshold and absence only.`);
  }
  const { measure } = condition;
  if (measure.kind === "alerts") return new AlertsEvaluator(rule, condition, measure);
  return new ThresholdEvaluator(rule, store, { ...condition, measure });
}
