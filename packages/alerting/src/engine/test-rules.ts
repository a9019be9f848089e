import { createLifecycle } from "../lifecycle/create-lifecycle.ts";
import type { Rule } from "../model/rule.ts";
import type { RuleTestPlan } from "../rules/promtool/rule-test-plan.ts";
import { type RuleTestHarness, type RuleTestReport, runRuleTests } from "../rules/promtool/run-rule-tests.ts";
import { createSeriesStore } from "../series/metric/create-series-store.ts";
import { createJobFacts } from "../series/outcome/create-job-facts.ts";
import { createEvaluator } from "./create-evaluator.ts";
import { contextOf } from "./evaluation-context.ts";

/** Plays the series of a test file to rules, and compares the alerts that fire with those that it expects. */
export function testRules(plan: RuleTestPlan, rules: readonly Rule[]): RuleTestReport {
  return runRuleTests(plan, { rules, createHarness: () => createHarness(rules) });
}

/** Data, rules and alerts without anybody to tell: each rule is judged at exactly the instants of the test, in order. */
function createHarness(rules: readonly Rule[]): RuleTestHarness {
  const series = createSeriesStore();
  const jobs = createJobFacts({ jobs: [], instances: [] });
  const lifecycle = createLifecycle({ rules, alerts: [], emit: () => {} });
  const evaluators = rules.map((rule) => createEvaluator(rule, { series, jobs, internal: () => [] }));
  return {
    accept(points, receivedMs) {
      series.accept(points, receivedMs);
      jobs.accept({ changes: [], points, logs: [], receivedMs });
    },
    evaluate(atMs) {
      for (const evaluator of evaluators) {
        const { rule } = evaluator;
        const evaluation = evaluator.evaluate(atMs - rule.offsetMs, contextOf(rule, lifecycle));
        lifecycle.apply(rule, { ...evaluation, atMs });
      }
      return lifecycle
        .statuses()
        .flatMap(({ ruleId, health, error }) => (health === "error" ? [`rule ${ruleId}: ${error ?? ""}`] : []));
    },
    // With the texts of this instant: those that were written may be a minute old.
    alerts: () => Array.from(lifecycle.active(), (alert) => lifecycle.current(alert)),
  };
}
