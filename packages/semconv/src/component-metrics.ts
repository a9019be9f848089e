import {
  ATTR_COMPONENT_NAME,
  ATTR_EMAIL_RESULT,
  ATTR_ERROR_TYPE,
  ATTR_JOB_SYSTEM_NAME,
  ATTR_MEMORY_LIMIT_KIND,
  ATTR_POOL_NAME,
} from "./attributes.ts";
import type { MetricDefinition } from "./metric-definition.ts";

export const METRIC_JOB_CONCURRENCY_LIMIT = "job.concurrency.limit";
export const METRIC_JOB_CONCURRENCY_USAGE = "job.concurrency.usage";
export const METRIC_COMPONENT_HEALTHY = "jobscope.component.healthy";
export const METRIC_EMAIL_SEND_DURATION = "jobscope.email.send.duration";
export const METRIC_SCHEDULER_JOBS = "jobscope.scheduler.jobs";
export const METRIC_SCHEDULER_ACTIVE_RUNS = "jobscope.scheduler.active_runs";
export const METRIC_SCHEDULER_LAST_TICK_TIMESTAMP = "jobscope.scheduler.last_tick.timestamp";
/** As the OpenTelemetry semantic conventions define it. */
export const METRIC_PROCESS_MEMORY_USAGE = "process.memory.usage";
export const METRIC_PROCESS_MEMORY_LIMIT = "jobscope.process.memory.limit";
export const METRIC_PROCESS_MEMORY_UTILIZATION = "jobscope.process.memory.utilization";

/** Seconds, 5 ms to 2 min: from a local relay to the time-outs of mail servers. */
export const EMAIL_SEND_DURATION_BOUNDS: readonly number[] = [
  0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120,
];

/** Metrics of the process and of the parts that its jobs depend on. */
export const COMPONENT_METRICS: readonly MetricDefinition[] = [
  {
    name: METRIC_JOB_CONCURRENCY_LIMIT,
    instrument: "observable_up_down_counter",
    unit: "{run}",
    attributes: [ATTR_POOL_NAME],
    brief: "Runs that a worker pool or queue can work on at once; 0 once the pool is gone.",
  },
  {
    name: METRIC_JOB_CONCURRENCY_USAGE,
    instrument: "observable_up_down_counter",
    unit: "{run}",
    attributes: [ATTR_POOL_NAME],
    brief: "Runs that a worker pool or queue works on now; its utilization is this by `job.concurrency.limit`.",
  },
  {
    name: METRIC_COMPONENT_HEALTHY,
    instrument: "observable_gauge",
    unit: "1",
    attributes: [ATTR_COMPONENT_NAME],
    brief: "1 while a part that the jobs depend on is healthy, 0 while it is not; absent until that is known.",
  },
  {
    name: METRIC_EMAIL_SEND_DURATION,
    instrument: "histogram",
    unit: "s",
    bounds: EMAIL_SEND_DURATION_BOUNDS,
    attributes: [ATTR_EMAIL_RESULT, ATTR_ERROR_TYPE],
    brief: "Time that an instrumented mail transport took for a mail; its count by result is the count of mails.",
  },
  {
    name: METRIC_SCHEDULER_JOBS,
    instrument: "observable_up_down_counter",
    unit: "{job}",
    attributes: [ATTR_JOB_SYSTEM_NAME],
    brief: "Jobs that are registered with a scheduler library and not removed; paused ones count.",
  },
  {
    name: METRIC_SCHEDULER_ACTIVE_RUNS,
    instrument: "observable_up_down_counter",
    unit: "{run}",
    attributes: [ATTR_JOB_SYSTEM_NAME],
    brief: "Runs of a scheduler library's jobs that are running now.",
  },
  {
    name: METRIC_SCHEDULER_LAST_TICK_TIMESTAMP,
    instrument: "observable_gauge",
    unit: "s",
    attributes: [ATTR_JOB_SYSTEM_NAME],
    brief: "Unix time at which a scheduler library last started or skipped a run; absent before its first.",
  },
  {
    name: METRIC_PROCESS_MEMORY_USAGE,
    instrument: "observable_up_down_counter",
    unit: "By",
    attributes: [],
    brief: "Resident memory of the process.",
  },
  {
    name: METRIC_PROCESS_MEMORY_LIMIT,
    instrument: "observable_up_down_counter",
    unit: "By",
    attributes: [ATTR_MEMORY_LIMIT_KIND],
    brief: "Limits of the process's memory: of the JavaScript heap, and of its cgroup where that has one.",
  },
  {
    name: METRIC_PROCESS_MEMORY_UTILIZATION,
    instrument: "observable_gauge",
    unit: "1",
    attributes: [ATTR_MEMORY_LIMIT_KIND],
    brief:
      "Used share of each limit, 0 to 1: used heap by heap limit (`heap`), resident memory by cgroup limit (`cgroup`). " +
      "The process is as full as its fullest limit.",
  },
];
