/**
 * Closed value sets of the wire contract. Each is a tuple, its union type, and a guard, so that the runtime check,
 * the type and the generated documentation share one truth.
 */

/** Result of a finished run; the values of `cicd.pipeline.result`. */
export const JOB_RUN_RESULTS = ["success", "failure", "error", "timeout", "cancellation", "skip"] as const;
export type JobRunResult = (typeof JOB_RUN_RESULTS)[number];

/** What made a run start. */
export const JOB_RUN_TRIGGERS = ["schedule", "manual", "retry", "catch_up", "dependency", "startup", "queue"] as const;
export type JobRunTrigger = (typeof JOB_RUN_TRIGGERS)[number];

/** Why a scheduler did not start a due run. */
export const JOB_RUN_SKIP_REASONS = ["overlap", "lock", "paused", "window", "misfire"] as const;
export type JobRunSkipReason = (typeof JOB_RUN_SKIP_REASONS)[number];

/** How much a job matters; `critical` jobs alert on their first failure. */
export const JOB_CRITICALITIES = ["critical", "high", "normal", "low"] as const;
export type JobCriticality = (typeof JOB_CRITICALITIES)[number];

/** `instance`: each live instance owes its own run of a slot. `cluster`: one run by any instance meets it. */
export const JOB_SCOPES = ["instance", "cluster"] as const;
export type JobScope = (typeof JOB_SCOPES)[number];

/** Kind of schedule; `none` is work that comes from a queue or by hand. */
export const JOB_SCHEDULE_TYPES = ["cron", "interval", "date", "rrule", "none"] as const;
export type JobScheduleType = (typeof JOB_SCHEDULE_TYPES)[number];

/** The scheduler libraries that have an instrumentation, and `custom` for wrapped code. */
export const JOB_SYSTEM_NAMES = ["node_cron", "cron", "croner", "node_schedule", "custom"] as const;
export type JobSystemName = (typeof JOB_SYSTEM_NAMES)[number];

/** Category of a log record. */
export const LOG_CATEGORIES = ["jobs", "performance", "errors", "audit", "metrics"] as const;
export type LogCategory = (typeof LOG_CATEGORIES)[number];

/** Why a slot has no run. `library`: the scheduler itself reported the miss and gave no cause. */
export const JOB_SLOT_MISSED_CAUSES = ["blocked_loop", "suspended", "not_running", "library", "no_start"] as const;
export type JobSlotMissedCause = (typeof JOB_SLOT_MISSED_CAUSES)[number];

/** Why a process stopped. */
export const JOB_PROCESS_STOP_REASONS = ["exit", "signal", "uncaught_exception", "shutdown"] as const;
export type JobProcessStopReason = (typeof JOB_PROCESS_STOP_REASONS)[number];

/** Outcome of items that a job reports with `job.items()`. */
export const JOB_ITEM_OUTCOMES = ["success", "failure", "skip"] as const;
export type JobItemOutcome = (typeof JOB_ITEM_OUTCOMES)[number];

/** Whether a mail transport took a mail. */
export const EMAIL_RESULTS = ["success", "failure"] as const;
export type EmailResult = (typeof EMAIL_RESULTS)[number];

/** Limits of a process's memory: V8's for the heap, the container's for the resident memory. */
export const MEMORY_LIMIT_KINDS = ["heap", "cgroup"] as const;
export type MemoryLimitKind = (typeof MEMORY_LIMIT_KINDS)[number];

/** Severities of alerts that another monitor of the process raises. */
export const PERFORMANCE_ALERT_SEVERITIES = ["info", "warning", "critical"] as const;
export type PerformanceAlertSeverity = (typeof PERFORMANCE_ALERT_SEVERITIES)[number];

/** True if `value` is a member of the tuple `values`; narrows to its union. */
export function isOneOf<const T extends readonly string[]>(values: T, value: unknown): value is T[number] {
  return typeof value === "string" && values.includes(value);
}
