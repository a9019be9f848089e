import type { Rule } from "../../model/rule.ts";

/** What a step of one alert needs to know beside the alert. */
export interface StepContext {
  readonly rule: Rule;
  readonly atMs: number;
  /** On the grid; off it, only rules without `for` fire: the grid is the referee of how long something held. */
  readonly mayFire: boolean;
}
