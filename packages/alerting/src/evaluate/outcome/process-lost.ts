import type { Instance, ServiceId } from "@jobscope/tracker";

import type { Cleared } from "../../model/evaluation.ts";
import type { Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import type { JobFacts } from "../../series/outcome/job-facts.ts";
import type { InstanceView } from "../../series/outcome/job-view.ts";
import { KEEP_INSTANCE_MS } from "../../series/outcome/limits.ts";
import { countOf, instantOf, lengthOf, namesOf } from "../words.ts";
import type { EvaluationBuilder } from "./evaluation-builder.ts";
import { subjectOf } from "./evaluation-builder.ts";
import { owedJobs } from "./owed-jobs.ts";
import { createSetEvaluator, serviceIds } from "./set-evaluator.ts";
import { instanceAttributes, lookupIn, toLabels } from "./subject-labels.ts";
import { type Verdict, type Why, clear } from "./verdict.ts";

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

/** Why nobody needs to look after it any more; undefined while somebody does. */
function whyOver(
  view: InstanceView,
  owed: number,
  look: { readonly facts: JobFacts; readonly atMs: number },
): Why | undefined {
  const { instance } = view;
  const because =
    (reason: string): Why =>
    () => ({ reason });
  if (instance.state === "live") return () => heardAgain(instance);
  if (instance.state === "stopped") return because("the process had stopped in order");
  // Whoever came later took over only what it declares.
  if (owed > 0) return undefined;
  if (look.atMs - instance.lastReceivedMs >= KEEP_INSTANCE_MS) {
    return because(`nothing is owed by it, and it has been gone for ${lengthOf(KEEP_INSTANCE_MS)}`);
  }
  const successor = successorOf(instance, look.facts.instancesOf(instance.serviceId));
  if (successor === undefined) return undefined;
  return because(`process ${successor.instanceId} runs in its place since ${instantOf(successor.firstReceivedMs)}`);
}

const heardAgain = ({ lastReceivedMs }: Instance): Cleared => ({
  reason: `the process is heard again since ${instantOf(lastReceivedMs)}`,
});

const MAX_NAMED = 3;

/** Runs whose end it has not told, by their jobs: none of those that are given up by now. */
function runsOf({ key, serviceId }: Instance, facts: JobFacts): readonly string[] {
  const runs: string[] = [];
  for (const id of facts.service(serviceId)?.jobs ?? []) {
    const job = facts.job(id);
    if (job === undefined) continue;
    for (const run of job.openRuns.values()) {
      if (run.instanceKey === key) runs.push([job.name, run.runId].filter((part) => part !== "").join(" "));
    }
  }
  return runs;
}

function underWay(instance: Instance, facts: JobFacts): string {
  const runs = runsOf(instance, facts);
  const count = Math.max(instance.activeRunCount, runs.length);
  if (count === 0) return "";
  const names = runs.length === 0 ? "" : ` (${namesOf(runs, MAX_NAMED)})`;
  return ` with ${countOf(count, "run")} under way${names}`;
}

function finding({ instance }: InstanceView, owed: number, facts: JobFacts): string {
  const { state, lastReceivedMs, process, instanceId } = instance;
  const what = state === "dead" ? "is dead" : "has fallen silent";
  const running = underWay(instance, facts);
  const pid = process === undefined ? "" : ` (pid ${process.pid})`;
  const jobs = owed === 0 ? "" : `; it was the last to declare ${countOf(owed, "scheduled job")}`;
  return `Process ${instanceId || "without an id"}${pid} ${what} without a word${running}; it was last heard at ${instantOf(lastReceivedMs)}${jobs}.`;
}

function judge(view: InstanceView, facts: JobFacts, atMs: number): Verdict {
  const { instance } = view;
  const owed = owedJobs(view, facts).length;
  const over = whyOver(view, owed, { facts, atMs });
  if (over !== undefined) return clear(over);
  return {
    kind: "holds",
    value: 1,
    sinceMs: instance.stateSinceMs,
    evidence: {
      serviceId: instance.serviceId,
      instanceKey: instance.key,
      firstMs: instance.lastReceivedMs,
      lastMs: instance.stateSinceMs,
      finding: finding(view, owed, facts),
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
    all: () => serviceIds(facts),
    look,
  });
}
