import type { Evaluator } from "../../model/evaluator.ts";
import type { OutcomeCondition, Rule } from "../../model/rule.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import { guarded } from "../guarded.ts";
import { judgeAverageDuration } from "./average-duration.ts";
import { judgeConsecutiveFailures } from "./consecutive-failures.ts";
import { judgeDegradation } from "./degradation.ts";
import { createErrorSpikeEvaluator } from "./error-spike.ts";
import { judgeFailureRate } from "./failure-rate.ts";
import { judgeFinishBy } from "./finish-by.ts";
import { type JudgeJob, createJobEvaluator } from "./job-evaluator.ts";
import { judgeLate } from "./late.ts";
import { judgeLost } from "./lost.ts";
import { judgeMissed } from "./missed.ts";
import { createPipelineSilentEvaluator } from "./pipeline-silent.ts";
import { createProcessLostEvaluator } from "./process-lost.ts";
import { createSharedErrorEvaluator } from "./shared-error.ts";
import { judgeStuck } from "./stuck.ts";
import { createTelemetryStoppedEvaluator } from "./telemetry-stopped.ts";

type JobCondition = Exclude<
  OutcomeCondition,
  { readonly kind: "error_spike" | "process_lost" | "telemetry_stopped" | "pipeline_silent" | "shared_error" }
>;

/** What each job is asked. */
function judgeOf(condition: JobCondition): JudgeJob {
  switch (condition.kind) {
    case "consecutive_failures":
      return judgeConsecutiveFailures(condition.atLeast);
    case "failure_rate":
      return judgeFailureRate(condition);
    case "average_duration":
      return judgeAverageDuration(condition);
    case "degradation":
      return judgeDegradation(condition);
    case "missed":
      return judgeMissed(condition.atLeast);
    case "late":
      return judgeLate;
    case "stuck":
      return judgeStuck(condition.runtimeMs);
    case "finish_by":
      return judgeFinishBy;
    case "lost":
      return judgeLost;
  }
}

/** How far back the rule looks. */
function need(facts: JobFacts, condition: OutcomeCondition): void {
  if (condition.kind === "failure_rate") facts.need({ runsMs: condition.windowMs });
  else if (condition.kind === "error_spike") facts.need({ runsMs: condition.windowMs, errorsMs: condition.windowMs });
  else if (condition.kind === "shared_error") facts.need({ runsMs: condition.windowMs });
  else if (condition.kind === "average_duration") facts.need({ durations: condition.runs });
  else if (condition.kind === "degradation") facts.need({ durations: condition.recent + condition.baseline });
}

function create(rule: Rule, condition: OutcomeCondition, facts: JobFacts): Evaluator {
  switch (condition.kind) {
    case "error_spike":
      return createErrorSpikeEvaluator(rule, facts, condition);
    case "process_lost":
      return createProcessLostEvaluator(rule, facts);
    case "telemetry_stopped":
      return createTelemetryStoppedEvaluator(rule, facts);
    case "pipeline_silent":
      return createPipelineSilentEvaluator(rule, facts, condition.afterMs);
    case "shared_error":
      return createSharedErrorEvaluator(rule, facts, condition);
    default:
      return createJobEvaluator(rule, facts, judgeOf(condition));
  }
}

/**
 * Judges a rule about the outcomes of jobs. Create all evaluators before anything is restored or accepted: each says how
 * far back the facts must reach.
 */
export function createOutcomeEvaluator(
  rule: Rule & { readonly condition: OutcomeCondition },
  facts: JobFacts,
): Evaluator {
  need(facts, rule.condition);
  const evaluator = create(rule, rule.condition, facts);
  return {
    rule,
    evaluate: (atMs, context) => guarded(atMs, () => evaluator.evaluate(atMs, context)),
    evaluateTouched: (atMs, context) => guarded(atMs, () => evaluator.evaluateTouched(atMs, context)),
  };
}
