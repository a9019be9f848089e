import type { JobOptions, RunStart } from "../model/job-definition.ts";
import type { Job } from "../model/job.ts";
import { linkToActive } from "../propagate/root.ts";
import { guarded } from "../record/guard.ts";
import { currentRun } from "./current-run.ts";
import { jobNamed, registerJob } from "./register-job.ts";
import { callAsRun } from "./wrapper.ts";

/**
 * `fn` with every call of it a run of the job. Everything else about it stays as it is: `this`, arguments, return
 * value, errors, kind, `length`, `name`, own properties.
 */
export function wrapJob<F extends (...args: never[]) => unknown>(options: JobOptions, fn: F): F {
  const registration = guarded("registering a job", () => registerJob({ ...options, system: "custom" }, fn));
  return registration?.wrap(fn) ?? fn;
}

export interface RunJobOptions extends JobOptions, RunStart {
  readonly name: string;
}

/** Runs `fn` once as a run of the job `options.name` and gives back what it gives back. `job` is the running run. */
export function runJob<T>(options: RunJobOptions, fn: (job: Job) => T): T {
  const { trigger, scheduledTime, attempt, maxAttempts, previousRunId, ...job } = options;
  const start: RunStart = {
    ...(trigger !== undefined && { trigger }),
    ...(scheduledTime !== undefined && { scheduledTime }),
    ...(attempt !== undefined && { attempt }),
    ...(maxAttempts !== undefined && { maxAttempts }),
    ...(previousRunId !== undefined && { previousRunId }),
  };
  const run = jobNamed({ ...job, system: "custom" }).run(start, linkToActive());
  return callAsRun(run, () => fn(run));
}

/** The run that the calling code belongs to, or undefined outside of any. */
export function currentJob(): Job | undefined {
  return currentRun();
}
