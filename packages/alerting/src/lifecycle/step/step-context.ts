import type { Rule } from "../../model/rule.ts";

/** What a step of one alert needs to know beside the alert. */
export interface StepContext {
  readonly rule: Rule;
  readonly atMs: number;
  /** All alerts of the rule are judged at a slot; off it, some of them as something arrives. */
  readonly onGrid: boolean;
}
