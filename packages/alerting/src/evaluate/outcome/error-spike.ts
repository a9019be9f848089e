import type { Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import type { JobFacts, ServiceView } from "../../series/outcome/job-facts.ts";
import type { FailedRun } from "../../series/outcome/job-view.ts";
import { countOf, lengthOf } from "../words.ts";
import { subjectOf } from "./evaluation-builder.ts";
import { failureEvidence } from "./run-evidence.ts";
import { createSetEvaluator, serviceIds } from "./set-evaluator.ts";
import { lookupIn, serviceAttributes, toLabels } from "./subject-labels.ts";
import { type Verdict, faded } from "./verdict.ts";

export interface ErrorSpikeRule {
  readonly above: number;
  readonly windowMs: number;
}

/** The newest failed run of any of its jobs within the window. */
function newestFailure(facts: JobFacts, service: ServiceView, sinceMs: number): FailedRun | undefined {
  let newest: FailedRun | undefined;
  for (const id of service.jobs) {
    const failure = facts.job(id)?.failures.at(-1);
    if (failure !== undefined && failure.endMs > Math.max(sinceMs, newest?.endMs ?? 0)) newest = failure;
  }
  return newest;
}

function judge(facts: JobFacts, service: ServiceView, at: { atMs: number; rule: ErrorSpikeRule }): Verdict {
  const { atMs, rule } = at;
  const { above, windowMs } = rule;
  const { records, failures } = service.errors.countIn(atMs, windowMs);
  const count = records + failures;
  const figures = (): string =>
    `${countOf(count, "error")} within ${lengthOf(windowMs)} (${countOf(failures, "failed run")}, ${countOf(records, "other ERROR record")})`;
  if (count <= above) return faded(() => ({ reason: `${figures()}, not above ${above}` }));
  const { firstMs, lastMs } = service.errors.boundsIn(atMs, windowMs);
  return {
    kind: "holds",
    value: count,
    ...(lastMs !== undefined && { sinceMs: lastMs }),
    evidence: {
      serviceId: service.id,
      ...failureEvidence(newestFailure(facts, service, atMs - windowMs)),
      count,
      ...(firstMs !== undefined && { firstMs }),
      ...(lastMs !== undefined && { lastMs }),
      finding: `${figures()}, above the threshold of ${above}.`,
    },
  };
}

/** Failed runs and ERROR records that do not belong to one, per service. */
export function createErrorSpikeEvaluator(rule: Rule, facts: JobFacts, condition: ErrorSpikeRule): Evaluator {
  const inScope = compileScope(rule.scope);
  const { spikes } = facts.follow(["spikes"]);
  return createSetEvaluator({
    rule,
    touched: spikes,
    all: () => serviceIds(facts),
    look(id, builder) {
      const service = facts.service(id);
      if (service === undefined) return;
      const attributes = serviceAttributes(service.service);
      if (!inScope(lookupIn(attributes))) return;
      const verdict = judge(facts, service, { atMs: builder.atMs, rule: condition });
      builder.add(subjectOf(toLabels(attributes)), verdict, () => facts.isSilent(id));
    },
  });
}
