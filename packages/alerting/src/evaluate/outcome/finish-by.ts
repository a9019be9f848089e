import type { JudgeJob } from "./job-evaluator.ts";
import { jobEvidence, openRunEvidence, outcomeEvidence, traitsOf } from "./run-evidence.ts";
import { clear } from "./verdict.ts";
import { instantOf, lengthOf, runOf } from "./words.ts";

/** A run that goes on past the time by which its job has to be finished. Value: seconds past it. */
export const judgeFinishBy: JudgeJob = (job, { atMs, facts }) => {
  const overdue = [...job.openRuns.values()].filter((run) => run.overdueMs !== undefined);
  const run = overdue.find(({ inDoubt }) => !inDoubt);
  if (run?.overdueMs === undefined) {
    if (overdue.length > 0) return { kind: "unknown" };
    const { newest } = job;
    if (newest === undefined) return clear(() => ({ reason: "the run has ended" }));
    return clear(() => ({
      reason: `${runOf(newest.runId)} ended (${newest.state}) at ${instantOf(newest.endMs)}`,
      value: 0,
      evidence: { ...jobEvidence(job), ...outcomeEvidence(newest) },
      atMs: newest.endMs,
    }));
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
      finding: `${runOf(run.runId).replace("run", "Run")} should have finished by ${instantOf(run.overdueMs)} and still runs, ${lengthOf(pastMs)} later.`,
    },
    traits: traitsOf(job),
  };
};
