import type { Cleared } from "../../model/evaluation.ts";
import type { JobView } from "../../series/outcome/job-view.ts";
import { instantOf, lengthOf } from "../words.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { jobEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";

function metOnTime(job: JobView): Cleared {
  const { lastOnTimeMs } = job;
  if (lastOnTimeMs === undefined) return { reason: "the slot is not late any more" };
  const reason = `the slot at ${instantOf(lastOnTimeMs)} was met on time`;
  return { reason, evidence: jobEvidence(job), atMs: lastOnTimeMs };
}

/** The last slot that was met was met after its start margin. Value: seconds between slot and start, 0 where unknown. */
export const judgeLate: JudgeJob = (job) => {
  const late = job.troubles.find(({ kind }) => kind === "late");
  if (late === undefined) return clear(() => metOnTime(job));
  const delayMs = late.startMs === undefined ? 0 : Math.max(0, late.startMs - late.instantMs);
  const by = delayMs === 0 ? "late" : `${lengthOf(delayMs)} late`;
  return {
    kind: "holds",
    value: delayMs / 1000,
    sinceMs: late.startMs ?? late.instantMs,
    evidence: {
      ...jobEvidence(job),
      ...(late.runKey !== undefined && { runKey: late.runKey }),
      firstMs: late.instantMs,
      lastMs: late.startMs ?? late.instantMs,
      finding: `It started ${by} for the slot at ${instantOf(late.instantMs)}.`,
    },
    traits: traitsOf(job),
  };
};
