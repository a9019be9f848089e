import { createMetricEvaluator } from "../evaluate/metric/create-metric-evaluator.ts";
import { createOutcomeEvaluator } from "../evaluate/outcome/create-outcome-evaluator.ts";
import type { Evaluator } from "../model/evaluator.ts";
import type { Rule } from "../model/rule.ts";
import type { SeriesStore } from "../model/series.ts";
import type { JobFacts } from "../series/outcome/job-facts.ts";
import { createInternalEvaluator, type InternalFacts } from "./internal-evaluator.ts";

/** What rules are judged by. */
export interface Sources {
  readonly series: SeriesStore;
  readonly jobs: JobFacts;
  readonly internal: InternalFacts;
}

export function createEvaluator(rule: Rule, { series, jobs, internal }: Sources): Evaluator {
  const { condition } = rule;
  switch (condition.kind) {
    case "threshold":
    case "absence":
      return createMetricEvaluator(rule, series);
    case "internal":
      return createInternalEvaluator(rule, condition.signal, internal);
    default:
      return createOutcomeEvaluator({ ...rule, condition }, jobs);
  }
}
