import {
  ATTR_COMPONENT_NAME,
  ATTR_JOB_SYSTEM_NAME,
  COMPONENT_SCHEDULER_PREFIX,
  METRIC_SCHEDULER_ACTIVE_RUNS,
  METRIC_SCHEDULER_JOBS,
  METRIC_SCHEDULER_LAST_TICK_TIMESTAMP,
} from "@jobscope/semconv";
import type { Meter, Observable } from "@opentelemetry/api";

import { activeRuns } from "./active-runs.ts";
import { describe } from "./describe-metric.ts";
import { jobRecords } from "./job-record.ts";
import { schedulerStates } from "./schedulers.ts";

/** `healthy`: the gauge of all components. */
export function observeSchedulers(meter: Meter, healthy: Observable): void {
  const upDown = (name: string): Observable => meter.createObservableUpDownCounter(name, describe(name));
  const jobs = upDown(METRIC_SCHEDULER_JOBS);
  const running = upDown(METRIC_SCHEDULER_ACTIVE_RUNS);
  const lastTick = meter.createObservableGauge(
    METRIC_SCHEDULER_LAST_TICK_TIMESTAMP,
    describe(METRIC_SCHEDULER_LAST_TICK_TIMESTAMP),
  );
  meter.addBatchObservableCallback(
    (result) => {
      const runs = runsBySystem();
      for (const state of schedulerStates()) {
        const attributes = { [ATTR_JOB_SYSTEM_NAME]: state.system };
        result.observe(jobs, state.jobs, attributes);
        result.observe(running, runs.get(state.system) ?? 0, attributes);
        if (state.lastTickMs > 0) result.observe(lastTick, state.lastTickMs / 1000, attributes);
        result.observe(healthy, Number(state.healthy), {
          [ATTR_COMPONENT_NAME]: COMPONENT_SCHEDULER_PREFIX + state.system,
        });
      }
    },
    [jobs, running, lastTick, healthy],
  );
}

function runsBySystem(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of activeRuns) {
    const system = jobRecords.get(name)?.system ?? "";
    counts.set(system, (counts.get(system) ?? 0) + 1);
  }
  return counts;
}
