import type { Lifecycle } from "../lifecycle/create-lifecycle.ts";
import type { EvaluationContext } from "../model/evaluator.ts";
import type { Rule } from "../model/rule.ts";

/** What an evaluator may ask about alerts, as the lifecycle knows them now. */
export function contextOf(rule: Rule, lifecycle: Lifecycle): EvaluationContext {
  return {
    isActive: (key) => lifecycle.isActive(rule.id, key),
    activeAlerts: () => lifecycle.active(),
  };
}
