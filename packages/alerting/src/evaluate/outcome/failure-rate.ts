import type { OutcomeCount } from "../../series/outcome/outcome-window.ts";
import { countOf, lengthOf, percentOf } from "../words.ts";
import { regularizedBeta } from "./incomplete-beta.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { failureEvidence, jobEvidence, lastFailureOf, traitsOf } from "./run-evidence.ts";
import { faded } from "./verdict.ts";

export interface FailureRateRule {
  readonly rate: number;
  readonly windowMs: number;
  /** From this many runs on the share itself is compared. */
  readonly minRuns: number;
  /** How sure it must be below that many. */
  readonly confidence: number;
}

/** The prior counts for as much as this many runs. */
const PRIOR_WEIGHT = 10;
/** What share of its runs a job is taken to fail that nothing is known of: Beta(0.5, 9.5). */
const PRIOR_MEAN = 0.05;

/**
 * Probability that the job's true failure rate is above `rate`, after `failed` of `runs`. The prior never expects more
 * failures than the rule allows, else it alone would fire.
 */
export function probabilityAbove(rate: number, { runs, failed }: Pick<OutcomeCount, "runs" | "failed">): number {
  const a = PRIOR_WEIGHT * Math.min(rate, PRIOR_MEAN);
  const b = PRIOR_WEIGHT - a;
  if (rate <= 0) return failed > 0 ? 1 : 0;
  return 1 - regularizedBeta(rate, a + failed, b + runs - failed);
}

/** Share of the runs that ended in the window and failed: plainly with enough of them, by the posterior test with fewer. */
export function judgeFailureRate(rule: FailureRateRule): JudgeJob {
  const { rate, windowMs, minRuns, confidence } = rule;
  return (job, { atMs }) => {
    const counted = job.outcomes.countIn(atMs, windowMs);
    const { runs, failed, lastFailureMs } = counted;
    const share = runs === 0 ? 0 : failed / runs;
    const figures = (): string =>
      `${failed} of ${countOf(runs, "run")} failed within ${lengthOf(windowMs)} (${percentOf(share)})`;
    const plain = runs >= minRuns;
    const sure = plain || failed === 0 ? 0 : probabilityAbove(rate, counted);
    const holds = plain ? share > rate : sure > confidence;
    if (!holds)
      return faded(() => ({
        // Of few runs a share may be above it and prove nothing.
        reason: `${figures()}, no longer above ${percentOf(rate)}${share > rate ? " for certain" : ""}`,
        evidence: jobEvidence(job),
      }));
    const failure = lastFailureOf(job);
    const how = plain ? "" : `, with ${percentOf(sure)} certainty (needed: ${percentOf(confidence)})`;
    return {
      kind: "holds",
      value: share,
      ...(lastFailureMs !== undefined && { sinceMs: lastFailureMs }),
      evidence: {
        ...jobEvidence(job),
        ...failureEvidence(failure),
        count: failed,
        ...(lastFailureMs !== undefined && { lastMs: lastFailureMs }),
        finding: `${figures()}, above the threshold of ${percentOf(rate)}${how}.`,
      },
      traits: traitsOf(job, failure?.errorType),
    };
  };
}
