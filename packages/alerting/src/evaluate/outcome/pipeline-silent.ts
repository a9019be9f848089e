import type { Evaluation } from "../../model/evaluation.ts";
import type { EvaluationContext, Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import { countOf, instantOf, lengthOf } from "../words.ts";
import { EvaluationBuilder, subjectOf } from "./evaluation-builder.ts";
import { type Verdict, clear } from "./verdict.ts";

/** Longer than any pause between two looks of a monitor that is awake. */
const MIN_WATCH_GAP_MS = 60_000;

/** Services that sent something and did not say goodbye. */
function openServices(facts: JobFacts): number {
  let open = 0;
  for (const { id } of facts.services()) {
    const instances = [...facts.instancesOf(id)];
    if (instances.length === 0 || instances.some(({ instance }) => instance.state !== "stopped")) open += 1;
  }
  return open;
}

/**
 * Nothing at all has been received for `afterMs`, although services have reported before and not all of them stopped in order.
 * Judged on our clock, and only for as long as somebody watched: after the monitor was down or asleep the silence starts anew.
 */
export function createPipelineSilentEvaluator(rule: Rule, facts: JobFacts, afterMs: number): Evaluator {
  const touched = facts.follow([]);
  const subject = subjectOf({});
  const gapMs = Math.max(MIN_WATCH_GAP_MS, 3 * rule.intervalMs);
  let watchedSinceMs: number | undefined;
  let lastLookMs = 0;

  function judge(atMs: number): Verdict {
    const { lastHeardMs } = facts;
    if (watchedSinceMs === undefined || atMs - lastLookMs > gapMs || atMs < lastLookMs) watchedSinceMs = atMs;
    lastLookMs = atMs;
    if (lastHeardMs === undefined) return clear(() => ({ reason: "nothing was ever received" }));
    const silentMs = atMs - Math.max(lastHeardMs, watchedSinceMs);
    if (silentMs < afterMs) return clear(() => ({ reason: `telemetry arrives again since ${instantOf(lastHeardMs)}` }));
    const services = openServices(facts);
    if (services === 0) return clear(() => ({ reason: "all services have stopped in order" }));
    return {
      kind: "holds",
      value: silentMs / 1000,
      sinceMs: lastHeardMs,
      evidence: {
        firstMs: lastHeardMs,
        finding: `Nothing has been received from any of ${countOf(services, "service")} for ${lengthOf(silentMs)} (threshold ${lengthOf(afterMs)}), last at ${instantOf(lastHeardMs)}.`,
      },
    };
  }

  function look(atMs: number, context: EvaluationContext): Evaluation {
    touched.heard = false;
    const builder = new EvaluationBuilder(atMs, context, new Map());
    builder.add(subject, judge(atMs));
    return builder.build("all");
  }

  return {
    rule,
    evaluate: look,
    evaluateTouched(atMs, context) {
      // Only what ends the silence can arrive.
      return touched.heard && context.isActive(subject.key) ? look(atMs, context) : undefined;
    },
  };
}
