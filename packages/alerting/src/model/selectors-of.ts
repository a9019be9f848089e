import type { Condition, StreamSelector } from "./rule.ts";

/** The metric streams that a condition reads; none where it is not about metrics. */
export function selectorsOf(condition: Condition): readonly StreamSelector[] {
  if (condition.kind === "absence") return [condition.select];
  if (condition.kind !== "threshold") return [];
  const { measure } = condition;
  if (measure.kind === "ratio") return [measure.numerator, measure.denominator];
  return measure.kind === "alerts" ? [] : [measure.select];
}
