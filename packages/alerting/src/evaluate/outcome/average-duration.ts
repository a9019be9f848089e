import { countOf, lengthOf } from "../words.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { durationEvidence, jobEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";

export interface AverageDurationRule {
  readonly aboveMs: number;
  readonly runs: number;
  readonly minRuns: number;
}

/** Mean duration of the last successful runs. Value: seconds. */
export function judgeAverageDuration({ aboveMs, runs, minRuns }: AverageDurationRule): JudgeJob {
  return (job) => {
    const recent = job.durations.slice(-runs);
    const newest = recent.at(-1);
    const meanMs = recent.reduce((sum, { durationMs }) => sum + durationMs, 0) / Math.max(1, recent.length);
    if (newest === undefined || recent.length < minRuns || meanMs <= aboveMs) {
      return clear(() => ({
        reason: `the average of the last ${countOf(recent.length, "successful run")} is ${lengthOf(meanMs)}, not above ${lengthOf(aboveMs)}`,
      }));
    }
    return {
      kind: "holds",
      value: meanMs / 1000,
      sinceMs: newest.endMs,
      evidence: {
        ...jobEvidence(job),
        ...durationEvidence(newest),
        lastMs: newest.endMs,
        finding: `The last ${countOf(recent.length, "successful run")} took ${lengthOf(meanMs)} on average, above the threshold of ${lengthOf(aboveMs)}; the last one took ${lengthOf(newest.durationMs)}.`,
      },
      traits: traitsOf(job),
    };
  };
}
