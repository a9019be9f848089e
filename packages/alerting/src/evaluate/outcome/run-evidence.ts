import { ATTR_ERROR_TYPE } from "@jobscope/semconv";

import type { Cleared, Evidence } from "../../model/evaluation.ts";
import type { Labels } from "../../model/labels.ts";
import type { FailedRun, JobView, LastOutcome, OpenRun, TimedDuration } from "../../series/outcome/job-view.ts";
import { runIdOf } from "../../series/outcome/take-job.ts";
import { jobTraits, toLabels } from "./subject-labels.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** What every alert about a job says of it. */
export function jobEvidence(job: JobView): Evidence {
  const lastGoodMs = job.lastSuccess?.endMs;
  return { jobId: job.id, serviceId: job.serviceId, ...(lastGoodMs !== undefined && { lastGoodMs }) };
}

/** The job's last failure, as far as it is still known. */
export function lastFailureOf(job: JobView): FailedRun | undefined {
  return job.failures.at(-1);
}

export function failureEvidence(failure: FailedRun | undefined): Evidence {
  if (failure === undefined) return {};
  const { runKey, runId, traceId, errorType, errorMessage } = failure;
  const evidence: Mutable<Evidence> = runKey === "" ? {} : { runKey, runId };
  if (traceId !== "") evidence.traceId = traceId;
  if (errorType !== "") evidence.errorType = errorType;
  if (errorMessage !== "") evidence.errorMessage = errorMessage;
  return evidence;
}

export function openRunEvidence(run: OpenRun): Evidence {
  const { runKey, runId, traceId, instanceKey } = run;
  // What metrics tell of has no id.
  if (runId === "") return { instanceKey };
  return { runKey, runId, instanceKey, ...(traceId !== "" && { traceId }) };
}

export function durationEvidence({ runKey }: TimedDuration): Evidence {
  return runKey === "" ? {} : { runKey, runId: runIdOf(runKey) };
}

export function outcomeEvidence(outcome: LastOutcome | undefined): Evidence {
  return outcome === undefined || outcome.runKey === "" ? {} : { runKey: outcome.runKey, runId: outcome.runId };
}

/** The run by which an alert ends: what is known of the failed one stays with that. */
export function goodRun({ runKey }: LastOutcome): Pick<Cleared, "goodRunKey"> {
  return runKey === "" ? {} : { goodRunKey: runKey };
}

/** Facts that inhibition and silences may ask about; empty ones are none. */
export function traitsOf(job: JobView, errorType = ""): Labels {
  return toLabels({ ...jobTraits(job), [ATTR_ERROR_TYPE]: errorType });
}
