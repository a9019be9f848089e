import type { Cleared, Evidence } from "../../model/evaluation.ts";
import type { JobView, Streak } from "../../series/outcome/job-view.ts";
import { countOf, instantOf, runOf } from "../words.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { type Remembered, withRemembered } from "./remembered.ts";
import { failureEvidence, goodRun, jobEvidence, lastFailureOf, outcomeEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";

/** When it last ran well stands in the evidence. */
function finding(job: JobView, count: number, atLeast: number): string {
  const failure = lastFailureOf(job);
  const what = failure === undefined || failure.errorType === "" ? "" : ` with ${failure.errorType}`;
  const never = job.lastSuccess === undefined ? "; no run has succeeded yet" : "";
  // Of a run that nobody heard of again nobody knows how it ended: it did not fail with anything.
  if (count === 1)
    return failure?.lost === true ? `The last run was lost${never}.` : `The last run failed${what}${never}.`;
  if (failure?.lost === true) {
    return `The last ${count} runs failed, the last one was lost (threshold ${atLeast})${never}.`;
  }
  return `The last ${count} runs failed${what} (threshold ${atLeast})${never}.`;
}

const streakEvidence = ({ count, firstMs, lastMs }: Streak): Evidence => ({ count, firstMs, lastMs });

/** Why it does not fail any more, with what the row of failures was. */
function recovered(job: JobView, remembered: Remembered | undefined): Cleared {
  const { endedStreak: ended, lastSuccess } = job;
  if (ended === undefined || lastSuccess === undefined || lastSuccess.endMs < ended.lastMs) {
    return {
      reason: "the failure was taken back: the run ended well after all, or a retry of it is under way",
    };
  }
  const { firstMs } = withRemembered({ ...endedEvidence(ended), firstMs: ended.firstMs }, remembered);
  const row = { ...ended, firstMs: firstMs ?? ended.firstMs };
  const evidence = {
    ...jobEvidence(job),
    ...streakEvidence(row),
    finding: `${countOf(row.count, "run")} failed in a row from ${instantOf(row.firstMs)} to ${instantOf(row.lastMs)}.`,
  };
  const reason = `${runOf(lastSuccess.runId)} succeeded at ${instantOf(lastSuccess.endMs)} after ${countOf(row.count, "failed run")}`;
  return { reason, evidence, ...goodRun(lastSuccess), atMs: lastSuccess.endMs };
}

/** What tells one row from another. */
const endedEvidence = ({ lastGoodMs }: Streak): Evidence => (lastGoodMs === undefined ? {} : { lastGoodMs });

/** Failed runs since the last good one. */
export function judgeConsecutiveFailures(atLeast: number): JudgeJob {
  return (job, { remembered }) => {
    const { streak } = job;
    if (streak === undefined) return clear(() => recovered(job, remembered));
    if (streak.count < atLeast) {
      return clear(() => ({
        reason: `${countOf(streak.count, "run")} failed in a row, below the threshold of ${atLeast}`,
      }));
    }
    const failure = lastFailureOf(job);
    const evidence = {
      ...jobEvidence(job),
      ...(failure === undefined ? outcomeEvidence(job.newest) : failureEvidence(failure)),
      ...streakEvidence(streak),
      finding: finding(job, streak.count, atLeast),
    };
    return {
      kind: "holds",
      value: streak.count,
      sinceMs: job.failureMs(atLeast) ?? streak.firstMs,
      evidence,
      traits: traitsOf(job, failure?.errorType),
    };
  };
}
