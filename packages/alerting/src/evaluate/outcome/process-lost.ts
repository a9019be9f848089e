import type { Instance, ServiceId } from "@jobscope/tracker";

import type { Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import type { InstanceView } from "../../series/outcome/job-view.ts";
import { KEEP_INSTANCE_MS } from "../../series/outcome/limits.ts";
import type { EvaluationBuilder } from "./evaluation-builder.ts";
import { subjectOf } from "./evaluation-builder.ts";
import { createSetEvaluator } from "./set-evaluator.ts";
import { instanceAttributes, lookupIn, toLabels } from "./subject-labels.ts";
import { type Verdict, clear } from "./verdict.ts";
import { countOf, instantOf, lengthOf } from "./words.ts";

/**
 * Whether it began after the other was last heard of: by our clock, so that neither a clock that is off nor a sibling that
 * ran beside it counts. Where one request told of both, by theirs.
 */
function isLater(instance: Instance, lost: Instance): boolean {
  if (instance.firstReceivedMs !== lost.lastReceivedMs) return instance.firstReceivedMs > lost.lastReceivedMs;
  return (instance.processStartMs || (instance.firstEventMs ?? 0)) >= (lost.lastEventMs ?? 0);
}

/** The newest process that lives and began later. */
function successorOf(lost: Instance, siblings: Iterable<InstanceView>): Instance | undefined {
  let newest: Instance | undefined;
  for (const { instance } of siblings) {
    const follows = instance.state === "live" && instance.key !== lost.key && isLater(instance, lost);
    if (follows && instance.firstReceivedMs >= (newest?.firstReceivedMs ?? 0)) newest = instance;
  }
  return newest;
}

function whyOver(view: InstanceView, facts: JobFacts, atMs: number): Verdict | undefined {
  const { instance } = view;
  if (instance.state === "live")
    return clear(() => ({
      reason: `the process is heard again since ${instantOf(instance.lastReceivedMs)}`,
      value: 0,
    }));
  if (instance.state === "stopped") return clear(() => ({ reason: "the process had stopped in order", value: 0 }));
  if (atMs - instance.lastReceivedMs >= KEEP_INSTANCE_MS && view.owes.size === 0) {
    return clear(() => ({
      reason: `nothing is owed by it, and it has been gone for ${lengthOf(KEEP_INSTANCE_MS)}`,
      value: 0,
    }));
  }
  // Whoever came later took over only what it declares.
  if (view.owes.size > 0) return undefined;
  const successor = successorOf(instance, facts.instancesOf(instance.serviceId));
  return successor === undefined
    ? undefined
    : clear(() => ({
        reason: `process ${successor.instanceId} runs in its place since ${instantOf(successor.firstReceivedMs)}`,
        value: 0,
      }));
}

function judge(view: InstanceView, facts: JobFacts, atMs: number): Verdict {
  const over = whyOver(view, facts, atMs);
  if (over !== undefined) return over;
  const { instance, owes } = view;
  const { state, stateSinceMs, lastReceivedMs, activeRunCount, instanceId } = instance;
  const what = state === "dead" ? "is dead" : "has fallen silent";
  const running = activeRunCount === 0 ? "" : ` with ${countOf(activeRunCount, "run")} under way`;
  const owed = owes.size === 0 ? "" : `; ${countOf(owes.size, "scheduled job")} nobody else declares`;
  return {
    kind: "holds",
    value: 1,
    sinceMs: stateSinceMs,
    evidence: {
      serviceId: instance.serviceId,
      instanceKey: instance.key,
      firstMs: lastReceivedMs,
      lastMs: stateSinceMs,
      finding: `Process ${instanceId || "without an id"} ${what} without a word${running}; it was last heard at ${instantOf(lastReceivedMs)}${owed}.`,
    },
  };
}

/** Per process: it ended without saying so, and nothing that came later has taken its place. */
export function createProcessLostEvaluator(rule: Rule, facts: JobFacts): Evaluator {
  const inScope = compileScope(rule.scope);
  const { services } = facts.follow(["services"]);

  function look(id: ServiceId, builder: EvaluationBuilder): void {
    for (const view of facts.instancesOf(id)) {
      const attributes = instanceAttributes(view.instance);
      const subject = subjectOf(toLabels(attributes));
      // Those that live and are not spoken of are the usual case.
      if (view.instance.state === "live" && !builder.isActive(subject)) continue;
      if (inScope(lookupIn(attributes))) builder.add(subject, judge(view, facts, builder.atMs));
    }
  }

  return createSetEvaluator({
    rule,
    touched: services,
    *all() {
      for (const { id } of facts.services()) yield id;
    },
    look,
  });
}
