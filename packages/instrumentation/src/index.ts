export type {
  JobDefinition,
  JobOptions,
  JobRegistration,
  MissedSlots,
  OpenRun,
  RunStart,
  ScheduleSource,
} from "./model/job-definition.ts";
export type { Job, JobLogger, LogAttributes } from "./model/job.ts";
export type { RunJobOptions } from "./lifecycle/wrap-job.ts";
export { currentJob, runJob, wrapJob } from "./lifecycle/wrap-job.ts";
