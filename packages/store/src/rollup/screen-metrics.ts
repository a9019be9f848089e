import {
  METRIC_COMPONENT_HEALTHY,
  METRIC_EMAIL_SEND_DURATION,
  METRIC_JOB_CONCURRENCY_LIMIT,
  METRIC_JOB_CONCURRENCY_USAGE,
  METRIC_JOB_ITEMS,
  METRIC_JOB_RUN_ACTIVE,
  METRIC_PROCESS_MEMORY_LIMIT,
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_PROCESS_MEMORY_UTILIZATION,
} from "@jobscope/semconv";

/** Metrics that are shown over time, and so are kept by the hour when their points are gone. */
export const SCREEN_METRICS: ReadonlySet<string> = new Set([
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_PROCESS_MEMORY_LIMIT,
  METRIC_PROCESS_MEMORY_UTILIZATION,
  METRIC_JOB_CONCURRENCY_LIMIT,
  METRIC_JOB_CONCURRENCY_USAGE,
  METRIC_JOB_ITEMS,
  METRIC_JOB_RUN_ACTIVE,
  METRIC_EMAIL_SEND_DURATION,
  METRIC_COMPONENT_HEALTHY,
  // As the official instrumentation of Node's runtime names them.
  "v8js.memory.heap.used",
  "v8js.memory.heap.limit",
  "nodejs.eventloop.utilization",
  "nodejs.eventloop.delay.min",
  "nodejs.eventloop.delay.max",
  "nodejs.eventloop.delay.mean",
  "nodejs.eventloop.delay.p50",
  "nodejs.eventloop.delay.p90",
  "nodejs.eventloop.delay.p99",
]);
