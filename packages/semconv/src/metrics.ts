import {
  ATTR_ERROR_TYPE,
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_ITEM_OUTCOME,
  ATTR_JOB_NAME,
  ATTR_JOB_RUN_RESULT,
  ATTR_JOB_RUN_SKIP_REASON,
  ATTR_JOB_SLOT_MISSED_CAUSE,
  ATTR_JOB_SYSTEM_NAME,
  ATTR_SANITIZER_ACTION,
  ATTR_SANITIZER_DETECTOR,
  ATTR_SANITIZER_LOCATION,
  ATTR_SANITIZER_UNSEEN_REASON,
  ATTR_TELEMETRY_DROP_REASON,
  ATTR_TELEMETRY_SIGNAL,
} from "./attributes.ts";
import { COMPONENT_METRICS } from "./component-metrics.ts";
import type { MetricDefinition } from "./metric-definition.ts";

export const METRIC_JOB_RUN_DURATION = "job.run.duration";
export const METRIC_JOB_RUN_DELAY = "job.run.delay";
export const METRIC_JOB_RUN_ACTIVE = "job.run.active";
export const METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME = "job.run.oldest_active.start_time";
export const METRIC_JOB_RUN_CONSECUTIVE_FAILURES = "job.run.consecutive_failures";
export const METRIC_JOB_LAST_START_TIMESTAMP = "job.last_start.timestamp";
export const METRIC_JOB_LAST_SUCCESS_TIMESTAMP = "job.last_success.timestamp";
export const METRIC_JOB_NEXT_RUN_TIMESTAMP = "job.next_run.timestamp";
export const METRIC_JOB_SKIPPED_RUNS = "job.skipped.runs";
export const METRIC_JOB_MISSED_RUNS = "job.missed.runs";
export const METRIC_JOB_RUN_RETRIES = "job.run.retries";
export const METRIC_JOB_ITEMS = "job.items";
export const METRIC_JOB_RUN_PROGRESS = "job.run.progress";
export const METRIC_JOB_TELEMETRY_DROPPED = "job.telemetry.dropped";
export const METRIC_SANITIZER_FINDINGS = "jobscope.sanitizer.findings";
export const METRIC_SANITIZER_UNSEEN = "jobscope.sanitizer.unseen";

/** Seconds, 1 ms to 6 h: 21 bounds that tell a fast job from a slow one at every scale a scheduled job lives at. */
export const JOB_RUN_DURATION_BOUNDS: readonly number[] = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 21_600,
];

/** Seconds, 1 ms to 1 h. */
export const JOB_RUN_DELAY_BOUNDS: readonly number[] = [
  0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600,
];

/** Every metric of the contract, in documentation order. */
export const METRICS: readonly MetricDefinition[] = [
  {
    name: METRIC_JOB_RUN_DURATION,
    instrument: "histogram",
    unit: "s",
    bounds: JOB_RUN_DURATION_BOUNDS,
    attributes: [ATTR_JOB_NAME, ATTR_JOB_SYSTEM_NAME, ATTR_JOB_RUN_RESULT, ATTR_ERROR_TYPE, ATTR_JOB_CRITICALITY],
    brief: "Duration of finished runs; its count by result is the run count.",
  },
  {
    name: METRIC_JOB_RUN_DELAY,
    instrument: "histogram",
    unit: "s",
    bounds: JOB_RUN_DELAY_BOUNDS,
    attributes: [ATTR_JOB_NAME],
    brief: "Time from a slot to the start that meets it.",
  },
  {
    name: METRIC_JOB_RUN_ACTIVE,
    instrument: "observable_up_down_counter",
    unit: "{run}",
    attributes: [ATTR_JOB_NAME],
    brief: "Runs that are running now.",
  },
  {
    name: METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
    instrument: "observable_gauge",
    unit: "s",
    attributes: [ATTR_JOB_NAME],
    brief: "Unix time at which the oldest running run started; 0 when none runs.",
  },
  {
    name: METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
    instrument: "observable_gauge",
    unit: "{run}",
    attributes: [ATTR_JOB_NAME, ATTR_JOB_CRITICALITY],
    brief: "Failed runs since the last good one, in this process.",
  },
  {
    name: METRIC_JOB_LAST_START_TIMESTAMP,
    instrument: "observable_gauge",
    unit: "s",
    attributes: [ATTR_JOB_NAME],
    brief:
      "Unix time of the last start. A timestamp, because an age would freeze at a healthy value when the process dies.",
  },
  {
    name: METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
    instrument: "observable_gauge",
    unit: "s",
    attributes: [ATTR_JOB_NAME],
    brief: "Unix time at which the last successful run ended.",
  },
  {
    name: METRIC_JOB_NEXT_RUN_TIMESTAMP,
    instrument: "observable_gauge",
    unit: "s",
    attributes: [ATTR_JOB_NAME],
    brief: "Unix time at which the scheduler will start the job next.",
  },
  {
    name: METRIC_JOB_SKIPPED_RUNS,
    instrument: "counter",
    unit: "{run}",
    attributes: [ATTR_JOB_NAME, ATTR_JOB_RUN_SKIP_REASON],
    brief: "Due runs that were not started, for a known reason.",
  },
  {
    name: METRIC_JOB_MISSED_RUNS,
    instrument: "counter",
    unit: "{run}",
    attributes: [ATTR_JOB_NAME, ATTR_JOB_SLOT_MISSED_CAUSE],
    brief: "Slots that passed without a start, as the process itself saw it.",
  },
  {
    name: METRIC_JOB_RUN_RETRIES,
    instrument: "counter",
    unit: "{run}",
    attributes: [ATTR_JOB_NAME, ATTR_ERROR_TYPE],
    brief: "Runs that repeat a failed attempt.",
  },
  {
    name: METRIC_JOB_ITEMS,
    instrument: "counter",
    unit: "{item}",
    attributes: [ATTR_JOB_NAME, ATTR_JOB_ITEM_OUTCOME],
    brief: "Throughput that the job reports.",
  },
  {
    name: METRIC_JOB_RUN_PROGRESS,
    instrument: "gauge",
    unit: "1",
    attributes: [ATTR_JOB_NAME],
    brief: "Share of the work that is done, 0 to 1.",
  },
  ...COMPONENT_METRICS,
  {
    name: METRIC_JOB_TELEMETRY_DROPPED,
    instrument: "observable_counter",
    unit: "{item}",
    attributes: [ATTR_TELEMETRY_SIGNAL, ATTR_TELEMETRY_DROP_REASON],
    brief: "Telemetry that this process dropped.",
  },
  {
    name: METRIC_SANITIZER_FINDINGS,
    instrument: "observable_counter",
    unit: "{finding}",
    attributes: [ATTR_SANITIZER_DETECTOR, ATTR_SANITIZER_LOCATION, ATTR_SANITIZER_ACTION],
    brief: "Secrets and personal data that the sanitizer of this process found; counts, never values.",
  },
  {
    name: METRIC_SANITIZER_UNSEEN,
    instrument: "observable_counter",
    unit: "{value}",
    attributes: [ATTR_SANITIZER_UNSEEN_REASON, ATTR_SANITIZER_LOCATION],
    brief:
      "Values that the sanitizer replaced without looking at them, because they could not be read or reached a limit.",
  },
];
