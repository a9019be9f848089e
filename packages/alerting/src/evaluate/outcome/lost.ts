import type { JobView } from "../../series/outcome/job-view.ts";
import { capital, instantOf, runOf } from "../words.ts";
import type { JobLook, JudgeJob } from "./job-evaluator.ts";
import { failureEvidence, goodRun, jobEvidence, outcomeEvidence, traitsOf } from "./run-evidence.ts";
import { type Verdict, clear } from "./verdict.ts";

const CAUSES: Readonly<Record<string, string>> = {
  process_lost: "its process has been silent for 15 min",
  process_dead: "its process is dead",
  telemetry_dropped: "its process no longer runs it and its end was never told",
  run_heartbeat_stopped: "its heartbeats have stopped for 15 min",
};

function notLost(job: JobView): Verdict {
  const { newest } = job;
  if (newest === undefined) return clear(() => ({ reason: "the run was heard of again" }));
  const how = newest.state === "success" ? "succeeded" : `ended (${newest.state})`;
  return clear(() => ({
    reason: `${runOf(newest.runId)} ${how} at ${instantOf(newest.endMs)}`,
    // Of a run that failed later the lost one's error says nothing: the reason names it.
    evidence: jobEvidence(job),
    ...(newest.state === "success" && goodRun(newest)),
    atMs: newest.endMs,
  }));
}

/** After a restart only the alert itself knows that the run was lost. */
function isKnownLost(job: JobView, { remembered }: JobLook): boolean {
  const { newest } = job;
  if (newest === undefined || newest.state !== "error" || remembered?.evidence.runKey !== newest.runKey) return false;
  return job.failures.every(({ runKey }) => runKey !== newest.runKey);
}

/** The last run is lost, and certainly so: what may yet be heard of is no failure. */
export const judgeLost: JudgeJob = (job, look) => {
  const { newest } = job;
  const lost = job.failures.find(({ runKey, lost: isLost }) => isLost && runKey === newest?.runKey);
  if (newest === undefined || (lost === undefined && !isKnownLost(job, look))) return notLost(job);
  const cause = lost === undefined ? "" : `: ${CAUSES[lost.lostCause ?? ""] ?? "its end was never told"}`;
  const evidence = {
    ...jobEvidence(job),
    ...(lost === undefined ? outcomeEvidence(newest) : failureEvidence(lost)),
    ...(job.streak !== undefined && { count: job.streak.count, firstMs: job.streak.firstMs }),
    lastMs: newest.endMs,
    finding: `${capital(runOf(newest.runId))} is lost${cause}; it was last heard of at ${instantOf(newest.endMs)}.`,
  };
  return { kind: "holds", value: 1, sinceMs: newest.endMs, evidence, traits: traitsOf(job, lost?.errorType) };
};
