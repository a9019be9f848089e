import { ATTR_DEPLOYMENT_ENVIRONMENT_NAME, ATTR_ERROR_TYPE } from "@jobscope/semconv";

import type { Cleared } from "../../model/evaluation.ts";
import type { Evaluator } from "../../model/evaluator.ts";
import type { Rule } from "../../model/rule.ts";
import { compileScope } from "../../rules/scope/compile-scope.ts";
import type { JobFacts, SharedError } from "../../series/outcome/job-facts.ts";
import type { FailedRun, JobView } from "../../series/outcome/job-view.ts";
import { countOf, lengthOf, namesOf } from "../words.ts";
import { type Subject, subjectOf } from "./evaluation-builder.ts";
import { failureEvidence } from "./run-evidence.ts";
import { createSetEvaluator } from "./set-evaluator.ts";
import { jobAttributes, jobTraits, lookupIn, toLabels } from "./subject-labels.ts";
import { type Verdict, clear } from "./verdict.ts";

export interface SharedErrorRule {
  readonly jobs: number;
  readonly windowMs: number;
}

interface Affected {
  readonly job: JobView;
  readonly failure: FailedRun;
}

const MAX_NAMED = 8;

/** Resource and job names differ, the error does not: what it is known by. */
function subjectOfError({ fingerprint, environment }: SharedError): Subject {
  const { errorType, hash } = fingerprint;
  return subjectOf(
    toLabels({
      [ATTR_ERROR_TYPE]: errorType,
      "error.fingerprint": hash,
      [ATTR_DEPLOYMENT_ENVIRONMENT_NAME]: environment,
    }),
  );
}

/** With their services where these differ: many services name a job alike. */
function jobNames(affected: readonly Affected[]): readonly string[] {
  const services = new Set(affected.map(({ job }) => job.serviceId));
  return affected.map(({ job }) => (services.size > 1 ? `${job.name} of ${job.service.service}` : job.name));
}

const fewer = (count: number, condition: SharedErrorRule): Cleared => ({
  reason: `${countOf(count, "job")} still fail with it, fewer than ${condition.jobs}`,
});

function judge(shared: SharedError, affected: readonly Affected[], condition: SharedErrorRule): Verdict {
  const newest = affected[0];
  if (newest === undefined || affected.length < condition.jobs) return clear(() => fewer(affected.length, condition));
  const { errorType, pattern } = shared.fingerprint;
  const what = [errorType, pattern].filter((part) => part !== "").join(": ");
  const names = namesOf(jobNames(affected), MAX_NAMED);
  const times = affected.map(({ failure }) => failure.endMs);
  return {
    kind: "holds",
    value: affected.length,
    sinceMs: times.toSorted((a, b) => a - b)[condition.jobs - 1] ?? newest.failure.endMs,
    evidence: {
      jobId: newest.job.id,
      serviceId: newest.job.serviceId,
      ...failureEvidence(newest.failure),
      firstMs: Math.min(...times),
      lastMs: Math.max(...times),
      finding: `${affected.length} jobs failed alike within ${lengthOf(condition.windowMs)} (threshold ${condition.jobs}): ${what}. Jobs: ${names}.`,
    },
    traits: toLabels({ [ATTR_ERROR_TYPE]: errorType }),
  };
}

/** Per error and environment: many jobs fail with it at once. */
export function createSharedErrorEvaluator(rule: Rule, facts: JobFacts, condition: SharedErrorRule): Evaluator {
  const inScope = compileScope(rule.scope);
  const { errors } = facts.follow(["errors"]);
  /** Alerts may be about errors that no job has any more. */
  const known = new Map<string, Subject>();

  function affectedBy(shared: SharedError, atMs: number): readonly Affected[] {
    const affected: Affected[] = [];
    for (const [id, failure] of shared.jobs) {
      const job = facts.job(id);
      if (job === undefined || job.pausedSinceMs !== undefined || failure.endMs <= atMs - condition.windowMs) continue;
      if (inScope(lookupIn({ ...jobAttributes(job), ...jobTraits(job) }))) affected.push({ job, failure });
    }
    return affected.toSorted((a, b) => b.failure.endMs - a.failure.endMs);
  }

  return createSetEvaluator({
    rule,
    touched: errors,
    *all() {
      for (const { key } of facts.sharedErrors()) yield key;
    },
    look(key, builder) {
      const shared = facts.sharedError(key);
      const subject = shared === undefined ? known.get(key) : (known.get(key) ?? subjectOfError(shared));
      if (subject === undefined) return;
      if (shared === undefined) {
        known.delete(key);
        builder.add(
          subject,
          clear(() => ({ reason: "no job fails with it any more" })),
        );
        return;
      }
      const affected = (): readonly Affected[] => affectedBy(shared, builder.atMs);
      // The usual case: an error of one job.
      const few = shared.jobs.size < condition.jobs;
      const verdict = few ? clear(() => fewer(affected().length, condition)) : judge(shared, affected(), condition);
      if (verdict.kind === "holds") known.set(key, subject);
      builder.add(subject, verdict);
    },
  });
}
