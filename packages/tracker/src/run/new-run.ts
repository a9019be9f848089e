import type { InstanceKey, JobId, RunKey } from "../model/identity.ts";
import type { Job } from "../model/job.ts";
import type { Run } from "../model/run.ts";
import type { RunInput } from "./apply-run-input.ts";

/** A run of which nothing has been applied yet. */
export function newRun(
  key: RunKey,
  input: RunInput,
  at: { readonly job: Job; readonly instanceKey: InstanceKey; readonly nowMs: number },
): Run {
  const jobId: JobId = at.job.id;
  return {
    key,
    serviceId: input.serviceId,
    jobId,
    jobName: input.jobName,
    runId: input.runId,
    instanceKey: at.instanceKey,
    systemName: input.systemName,
    criticality: input.criticality ?? at.job.criticality,
    state: "running",
    provisional: false,
    traceId: "",
    spanId: "",
    firstReceivedMs: at.nowMs,
    lastReceivedMs: at.nowMs,
    revisions: [],
    facts: {},
  };
}
