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
export type {
  HealthCheck,
  HealthCheckOptions,
  Measurement,
  PerformanceAlert,
  PerformanceMonitor,
  PoolNumber,
  WorkerPoolNumbers,
} from "./model/monitor.ts";
export type { RunJobOptions } from "./lifecycle/wrap-job.ts";
export { currentJob, runJob, wrapJob } from "./lifecycle/wrap-job.ts";
export type { InstrumentOptions, UnnamedJobOptions } from "./schedulers/scheduler-options.ts";
export { withJobOptions } from "./schedulers/scheduler-options.ts";
export type { CronModule } from "./schedulers/cron/instrument-cron.ts";
export { instrumentCron } from "./schedulers/cron/instrument-cron.ts";
export type { CronerModule } from "./schedulers/croner/instrument-croner.ts";
export { instrumentCroner } from "./schedulers/croner/instrument-croner.ts";
export type { NodeCronModule } from "./schedulers/node-cron/instrument-node-cron.ts";
export { instrumentNodeCron } from "./schedulers/node-cron/instrument-node-cron.ts";
export type { NodeScheduleModule } from "./schedulers/node-schedule/instrument-node-schedule.ts";
export { instrumentNodeSchedule } from "./schedulers/node-schedule/instrument-node-schedule.ts";
export type { MailTransport } from "./components/instrument-mailer.ts";
export { instrumentMailer } from "./components/instrument-mailer.ts";
export { observe } from "./components/observe.ts";
export { registerHealthCheck } from "./components/register-health-check.ts";
export { registerWorkerPool } from "./components/register-worker-pool.ts";
export type { NodeSdkParts } from "./runtime/node-sdk-options.ts";
export { nodeSdkOptions } from "./runtime/node-sdk-options.ts";
export type { JobscopeHandle } from "./runtime/start.ts";
export { start } from "./runtime/start.ts";
export type { SanitizerOption } from "./runtime/sanitizer-option.ts";
export type { OtlpProtocol, StartOptions, UnsentTelemetry } from "./runtime/settings.ts";
