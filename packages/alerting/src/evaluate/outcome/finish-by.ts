import { capital, instantOf, lengthOf, runOf } from "../words.ts";
import { endedRun } from "./ended-run.ts";
import type { JudgeJob } from "./job-evaluator.ts";
import { jobEvidence, openRunEvidence, traitsOf } from "./run-evidence.ts";

/** A run that goes on past the time by which its job has to be finished. Value: seconds past it. */
export const judgeFinishBy: JudgeJob = (job, { atMs, facts }) => {
  const overdue = [...job.openRuns.values()].filter((run) => run.overdueMs !== undefined);
  const run = overdue.find(({ inDoubt }) => !inDoubt);
  if (run?.overdueMs === undefined) {
    if (overdue.length > 0) return { kind: "unknown" };
    return endedRun(job);
  }
  const pastMs = Math.max(0, facts.senderMs(run.instanceKey, atMs) - run.overdueMs);
  return {
    kind: "holds",
    value: pastMs / 1000,
    sinceMs: run.overdueMs,
    evidence: {
      ...jobEvidence(job),
      ...openRunEvidence(run),
      firstMs: run.overdueMs,
      lastMs: run.overdueMs + pastMs,
      finding: `${capital(runOf(run.runId))} should have finished by ${instantOf(run.overdueMs)} and still runs, ${lengthOf(pastMs)} later.`,
    },
    traits: traitsOf(job),
  };
};
