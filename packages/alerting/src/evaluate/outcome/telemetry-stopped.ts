import type { Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import type { JobFacts, ServiceView } from "../../series/outcome/job-facts.ts";
import type { InstanceView, JobView } from "../../series/outcome/job-view.ts";
import { countOf, instantOf, namesOf } from "../words.ts";
import { subjectOf } from "./evaluation-builder.ts";
import { owedJobs } from "./owed-jobs.ts";
import { createSetEvaluator, serviceIds } from "./set-evaluator.ts";
import { lookupIn, serviceAttributes, toLabels } from "./subject-labels.ts";
import { type Verdict, clear } from "./verdict.ts";

interface Owed {
  readonly declarer: InstanceView;
  readonly jobs: readonly JobView[];
}

/** Jobs that a departed process was the last to declare, and of which one has fallen due since. */
function owedOf(facts: JobFacts, service: ServiceView): readonly Owed[] {
  const found: Owed[] = [];
  for (const declarer of facts.instancesOf(service.id)) {
    if (declarer.instance.silenceNoticed !== true) continue;
    const jobs = owedJobs(declarer, facts);
    if (jobs.length > 0) found.push({ declarer, jobs });
  }
  return found;
}

const MAX_NAMED = 5;

function judge(facts: JobFacts, service: ServiceView): Verdict {
  const owed = owedOf(facts, service);
  const jobs = owed.flatMap((each) => each.jobs);
  const first = jobs[0];
  if (first === undefined)
    return clear(() => ({ reason: "every job of the service is declared again, paused or retired" }));
  const lastHeardMs = Math.max(...owed.map(({ declarer }) => declarer.instance.lastReceivedMs));
  const names = namesOf(
    jobs.map(({ name }) => name),
    MAX_NAMED,
  );
  const stopped = owed.every(({ declarer }) => declarer.instance.state === "stopped") ? "stopped" : "ended";
  return {
    kind: "holds",
    value: jobs.length,
    evidence: {
      jobId: first.id,
      serviceId: service.id,
      firstMs: lastHeardMs,
      // Of several jobs no single one speaks for the rest.
      ...(jobs.length === 1 && first.lastSuccess !== undefined && { lastGoodMs: first.lastSuccess.endMs }),
      finding: `Nothing reports for ${countOf(jobs.length, "scheduled job")} (${names}) since their process ${stopped}, last heard at ${instantOf(lastHeardMs)}, and a run has fallen due.`,
    },
  };
}

/** Per service: a run fell due, and nothing that could start it reports. */
export function createTelemetryStoppedEvaluator(rule: Rule, facts: JobFacts): Evaluator {
  const inScope = compileScope(rule.scope);
  const { services } = facts.follow(["services"]);
  return createSetEvaluator({
    rule,
    touched: services,
    all: () => serviceIds(facts),
    look(id, builder) {
      const service = facts.service(id);
      if (service === undefined) return;
      const attributes = serviceAttributes(service.service);
      if (inScope(lookupIn(attributes))) builder.add(subjectOf(toLabels(attributes)), judge(facts, service));
    },
  });
}
