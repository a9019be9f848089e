import {
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_NAME,
  ATTR_TELEMETRY_DROP_REASON,
  ATTR_TELEMETRY_SIGNAL,
  JOB_NAME_OVERFLOW,
  METRIC_EMAIL_SEND_DURATION,
  METRIC_JOB_ITEMS,
  METRIC_JOB_LAST_START_TIMESTAMP,
  METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
  METRIC_JOB_MISSED_RUNS,
  METRIC_JOB_NEXT_RUN_TIMESTAMP,
  METRIC_JOB_RUN_ACTIVE,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_DELAY,
  METRIC_JOB_RUN_DURATION,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
  METRIC_JOB_RUN_PROGRESS,
  METRIC_JOB_RUN_RETRIES,
  METRIC_JOB_SKIPPED_RUNS,
  METRIC_JOB_TELEMETRY_DROPPED,
} from "@jobscope/semconv";
import type { BatchObservableResult, Counter, Gauge, Histogram, Meter, Observable } from "@opentelemetry/api";

import { activeRuns } from "./active-runs.ts";
import { observeComponents } from "./component-instruments.ts";
import { describe } from "./describe-metric.ts";
import { drops } from "./drops.ts";
import type { JobRecord } from "./job-record.ts";
import { jobRecords } from "./job-record.ts";
import { observeSanitizer } from "./sanitizer-instruments.ts";

export interface Instruments {
  readonly duration: Histogram;
  readonly delay: Histogram;
  readonly skipped: Counter;
  readonly missed: Counter;
  readonly retries: Counter;
  readonly items: Counter;
  readonly progress: Gauge;
  readonly emailDuration: Histogram;
}

export function createInstruments(meter: Meter): Instruments {
  observeJobs(meter);
  observeDrops(meter);
  observeSanitizer(meter);
  observeComponents(meter);
  return {
    duration: meter.createHistogram(METRIC_JOB_RUN_DURATION, describe(METRIC_JOB_RUN_DURATION)),
    delay: meter.createHistogram(METRIC_JOB_RUN_DELAY, describe(METRIC_JOB_RUN_DELAY)),
    skipped: meter.createCounter(METRIC_JOB_SKIPPED_RUNS, describe(METRIC_JOB_SKIPPED_RUNS)),
    missed: meter.createCounter(METRIC_JOB_MISSED_RUNS, describe(METRIC_JOB_MISSED_RUNS)),
    retries: meter.createCounter(METRIC_JOB_RUN_RETRIES, describe(METRIC_JOB_RUN_RETRIES)),
    items: meter.createCounter(METRIC_JOB_ITEMS, describe(METRIC_JOB_ITEMS)),
    progress: meter.createGauge(METRIC_JOB_RUN_PROGRESS, describe(METRIC_JOB_RUN_PROGRESS)),
    emailDuration: meter.createHistogram(METRIC_EMAIL_SEND_DURATION, describe(METRIC_EMAIL_SEND_DURATION)),
  };
}

interface JobObservables {
  readonly active: Observable;
  readonly oldest: Observable;
  readonly failures: Observable;
  readonly lastStart: Observable;
  readonly lastSuccess: Observable;
  readonly nextRun: Observable;
}

/**
 * Every known job at every collection: the SDK exports an attribute set that is no longer observed for ever with its
 * last value, so a job that is left out would look alive.
 */
function observeJobs(meter: Meter): void {
  const gauge = (name: string): Observable => meter.createObservableGauge(name, describe(name));
  const observables: JobObservables = {
    active: meter.createObservableUpDownCounter(METRIC_JOB_RUN_ACTIVE, describe(METRIC_JOB_RUN_ACTIVE)),
    oldest: gauge(METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME),
    failures: gauge(METRIC_JOB_RUN_CONSECUTIVE_FAILURES),
    lastStart: gauge(METRIC_JOB_LAST_START_TIMESTAMP),
    lastSuccess: gauge(METRIC_JOB_LAST_SUCCESS_TIMESTAMP),
    nextRun: gauge(METRIC_JOB_NEXT_RUN_TIMESTAMP),
  };
  meter.addBatchObservableCallback((result) => {
    const running = runningByName();
    let overflowActive = 0;
    let overflown = false;
    for (const job of jobRecords.values()) {
      const active = running.get(job.name) ?? NONE_RUNNING;
      if (job.metricName === job.name) {
        observeJob(result, observables, { job, active });
      } else {
        overflown = true;
        overflowActive += active.count;
      }
    }
    if (overflown) result.observe(observables.active, overflowActive, { [ATTR_JOB_NAME]: JOB_NAME_OVERFLOW });
  }, Object.values(observables));
}

interface Running {
  count: number;
  readonly oldestStartMs: number;
}

const NONE_RUNNING: Running = { count: 0, oldestStartMs: 0 };

function runningByName(): ReadonlyMap<string, Running> {
  const byName = new Map<string, Running>();
  for (const { name, startMs } of activeRuns) {
    const running = byName.get(name);
    if (running === undefined) byName.set(name, { count: 1, oldestStartMs: startMs });
    else running.count++;
  }
  return byName;
}

interface Observed {
  readonly job: JobRecord;
  readonly active: Running;
}

function observeJob(result: BatchObservableResult, observables: JobObservables, { job, active }: Observed): void {
  const attributes = job.nameAttributes;
  result.observe(observables.active, active.count, attributes);
  result.observe(observables.oldest, active.oldestStartMs / 1000, attributes);
  result.observe(observables.failures, job.consecutiveFailures, {
    ...attributes,
    [ATTR_JOB_CRITICALITY]: job.criticality,
  });
  // A time that is not known yet is no point at all: zero would be an age of 56 years.
  if (job.lastStartMs > 0) result.observe(observables.lastStart, job.lastStartMs / 1000, attributes);
  if (job.lastSuccessMs > 0) result.observe(observables.lastSuccess, job.lastSuccessMs / 1000, attributes);
  if (job.nextRunMs > 0) result.observe(observables.nextRun, job.nextRunMs / 1000, attributes);
}

function observeDrops(meter: Meter): void {
  const dropped = meter.createObservableCounter(METRIC_JOB_TELEMETRY_DROPPED, describe(METRIC_JOB_TELEMETRY_DROPPED));
  dropped.addCallback((result) => {
    for (const { signal, reason, count } of drops.counts.values()) {
      result.observe(count, { [ATTR_TELEMETRY_SIGNAL]: signal, [ATTR_TELEMETRY_DROP_REASON]: reason });
    }
  });
}
