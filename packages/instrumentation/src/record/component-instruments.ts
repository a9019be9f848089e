import {
  ATTR_MEMORY_LIMIT_KIND,
  ATTR_POOL_NAME,
  METRIC_COMPONENT_HEALTHY,
  METRIC_JOB_CONCURRENCY_LIMIT,
  METRIC_JOB_CONCURRENCY_USAGE,
  METRIC_PROCESS_MEMORY_LIMIT,
  METRIC_PROCESS_MEMORY_USAGE,
  METRIC_PROCESS_MEMORY_UTILIZATION,
} from "@jobscope/semconv";
import type { Meter, Observable } from "@opentelemetry/api";

import { components, verdictOn } from "./components.ts";
import { describe } from "./describe-metric.ts";
import { guarded } from "./guard.ts";
import { limitedMemory } from "./memory-limits.ts";
import { recordObserved } from "./observed-gauges.ts";
import { processMemory } from "./process-memory.ts";
import { observeSchedulers } from "./scheduler-instruments.ts";
import { workerPools } from "./worker-pools.ts";

/** The process and what its jobs depend on; everything that is known, at every collection. */
export function observeComponents(meter: Meter): void {
  const healthy = meter.createObservableGauge(METRIC_COMPONENT_HEALTHY, describe(METRIC_COMPONENT_HEALTHY));
  meter.addBatchObservableCallback(
    (result) => {
      for (const component of components.values()) {
        const verdict = verdictOn(component);
        if (verdict !== undefined) result.observe(healthy, Number(verdict.healthy), component.attributes);
      }
    },
    [healthy],
  );
  observeSchedulers(meter, healthy);
  observePools(meter);
  observeMemory(meter);
  // Any observable will do: instruments that are recorded in a callback are part of the same collection.
  healthy.addCallback(() => guarded("the gauges of another monitor", () => recordObserved(meter)));
}

function observePools(meter: Meter): void {
  const upDown = (name: string): Observable => meter.createObservableUpDownCounter(name, describe(name));
  const limit = upDown(METRIC_JOB_CONCURRENCY_LIMIT);
  const usage = upDown(METRIC_JOB_CONCURRENCY_USAGE);
  meter.addBatchObservableCallback(
    (result) => {
      for (const [name, pool] of workerPools) {
        const attributes = { [ATTR_POOL_NAME]: name };
        const now = pool === undefined ? { limit: 0, usage: 0 } : { limit: pool.limit(), usage: pool.usage() };
        if (now.limit !== undefined) result.observe(limit, now.limit, attributes);
        if (now.usage !== undefined) result.observe(usage, now.usage, attributes);
      }
    },
    [limit, usage],
  );
}

function observeMemory(meter: Meter): void {
  const upDown = (name: string): Observable => meter.createObservableUpDownCounter(name, describe(name));
  const resident = upDown(METRIC_PROCESS_MEMORY_USAGE);
  const limits = upDown(METRIC_PROCESS_MEMORY_LIMIT);
  const utilization = meter.createObservableGauge(
    METRIC_PROCESS_MEMORY_UTILIZATION,
    describe(METRIC_PROCESS_MEMORY_UTILIZATION),
  );
  meter.addBatchObservableCallback(
    (result) => {
      result.observe(resident, processMemory().rss);
      for (const { kind, used, limit } of limitedMemory()) {
        const attributes = { [ATTR_MEMORY_LIMIT_KIND]: kind };
        result.observe(limits, limit, attributes);
        result.observe(utilization, used / limit, attributes);
      }
    },
    [resident, limits, utilization],
  );
}
