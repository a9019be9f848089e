import type { JobView } from "../../series/outcome/job-view.ts";
import { instantOf, runOf } from "../words.ts";
import { jobEvidence, outcomeEvidence } from "./run-evidence.ts";
import { type Verdict, clear } from "./verdict.ts";

/** No run goes on that the rule would speak of: the newest one ended, however it did. */
export function endedRun(job: JobView): Verdict {
  const { newest } = job;
  if (newest === undefined) return clear(() => ({ reason: "the run has ended" }));
  return clear(() => ({
    reason: `${runOf(newest.runId)} ended (${newest.state}) at ${instantOf(newest.endMs)}`,
    evidence: { ...jobEvidence(job), ...outcomeEvidence(newest) },
    atMs: newest.endMs,
  }));
}
