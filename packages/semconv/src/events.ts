/** Names of the log events (EventName of the OTLP log record) from which runs, slots and processes are built. */
export const EVENT_JOB_DECLARED = "job.declared";
export const EVENT_JOB_PAUSED = "job.paused";
export const EVENT_JOB_RESUMED = "job.resumed";
export const EVENT_JOB_REMOVED = "job.removed";
export const EVENT_JOB_RUN_START = "job.run.start";
export const EVENT_JOB_RUN_HEARTBEAT = "job.run.heartbeat";
export const EVENT_JOB_RUN_PROGRESS = "job.run.progress";
export const EVENT_JOB_RUN_END = "job.run.end";
export const EVENT_JOB_RUN_EXCEPTION = "job.run.exception";
export const EVENT_JOB_RUN_SKIP = "job.run.skip";
export const EVENT_JOB_SLOT_MISSED = "job.slot.missed";
export const EVENT_JOB_PROCESS_START = "job.process.start";
export const EVENT_JOB_PROCESS_HEARTBEAT = "job.process.heartbeat";
export const EVENT_JOB_PROCESS_STOP = "job.process.stop";
// Subject to the log level, so named for their category and not `job.*`, which always passes.
export const EVENT_PERFORMANCE_RUN = "performance.run";
export const EVENT_METRICS_SNAPSHOT = "metrics.snapshot";
export const EVENT_METRICS_HEALTH = "metrics.health";
export const EVENT_PERFORMANCE_ALERT = "performance.alert";

export interface EventDefinition {
  readonly name: string;
  readonly category: "jobs" | "errors" | "performance" | "metrics";
  readonly brief: string;
}

/** Every event of the contract, in documentation order. */
export const EVENTS: readonly EventDefinition[] = [
  {
    name: EVENT_JOB_DECLARED,
    category: "jobs",
    brief: "A job exists with this schedule; repeated every 5 minutes and whenever its next times run short.",
  },
  { name: EVENT_JOB_PAUSED, category: "jobs", brief: "The scheduler stopped starting the job." },
  { name: EVENT_JOB_RESUMED, category: "jobs", brief: "The scheduler starts the job again." },
  { name: EVENT_JOB_REMOVED, category: "jobs", brief: "The job was removed from its scheduler." },
  {
    name: EVENT_JOB_RUN_START,
    category: "jobs",
    brief: "A run started. A run that ends within 250 ms sends none: its end event carries the start.",
  },
  { name: EVENT_JOB_RUN_HEARTBEAT, category: "jobs", brief: "A run that lives in another process or worker is alive." },
  { name: EVENT_JOB_RUN_PROGRESS, category: "jobs", brief: "Progress that the job reported." },
  { name: EVENT_JOB_RUN_END, category: "jobs", brief: "A run ended, with its result and monotonic duration." },
  { name: EVENT_JOB_RUN_EXCEPTION, category: "errors", brief: "The error that ended a run." },
  { name: EVENT_JOB_RUN_SKIP, category: "jobs", brief: "A due run was not started, for a known reason." },
  {
    name: EVENT_JOB_SLOT_MISSED,
    category: "jobs",
    brief: "The process itself saw that one or more slots passed without a start.",
  },
  {
    name: EVENT_JOB_PROCESS_START,
    category: "jobs",
    brief: "A process began to report; it names the instances of its service that it found dead on its host.",
  },
  {
    name: EVENT_JOB_PROCESS_HEARTBEAT,
    category: "jobs",
    brief: "The process lives; covers all its runs, and is the time in which their deadlines are judged.",
  },
  { name: EVENT_JOB_PROCESS_STOP, category: "jobs", brief: "The process ends in order." },
  {
    name: EVENT_PERFORMANCE_RUN,
    category: "performance",
    brief:
      "What a finished run took: its duration and items, and the memory of its process. An ordinary log record of level `info`.",
  },
  {
    name: EVENT_METRICS_SNAPSHOT,
    category: "metrics",
    brief: "How the process fares, once per metric interval. An ordinary log record of level `info`.",
  },
  {
    name: EVENT_METRICS_HEALTH,
    category: "metrics",
    brief:
      "A part that the jobs depend on became unhealthy (level `warn`, with the error) or healthy again (`info`). An ordinary log record.",
  },
  {
    name: EVENT_PERFORMANCE_ALERT,
    category: "performance",
    brief: "Another monitor of the process raised an alert, given through `observe`. An ordinary log record.",
  },
];
