import type { Alert } from "./alert.ts";
import type { Evaluation } from "./evaluation.ts";
import type { LabelsKey } from "./labels.ts";
import type { Rule } from "./rule.ts";

/** What an evaluator may ask about alerts while it looks at its rule. */
export interface EvaluationContext {
  /** Whether an alert of this rule and sample is pending, firing or stale: hysteresis and "cleared" need to know. */
  isActive(key: LabelsKey): boolean;
  /** Pending, firing and stale alerts of all rules, as they stand now: rules over rules see what was judged before them. */
  activeAlerts(): Iterable<Alert>;
}

/** Judges one rule against the data. */
export interface Evaluator {
  readonly rule: Rule;
  /** Looks at everything, as of `atMs`. Must not throw: what goes wrong is the `error` of the evaluation. */
  evaluate(atMs: number, context: EvaluationContext): Evaluation;
  /** Looks at what has changed since the last look of either kind, at once; undefined where nothing has. */
  evaluateTouched(atMs: number, context: EvaluationContext): Evaluation | undefined;
}
