import type { PerformanceAlertSeverity } from "@jobscope/semconv";

import type { LogAttributes } from "./job.ts";

/**
 * Says how a component is: it returns nothing or true while all is well; it returns false, throws or rejects where
 * something is wrong. `signal` is aborted when the time is up.
 */
export type HealthCheck = (signal: AbortSignal) => unknown;

export interface HealthCheckOptions {
  /** Seconds from the end of a check to the next; default 15, at least 1. */
  readonly interval?: number;
  /** Seconds after which a check counts as failed; default 5, at least 0.05. */
  readonly timeout?: number;
}

/** One number of a worker pool: as it stays, or as it is at the moment. */
export type PoolNumber = number | (() => number);

export interface WorkerPoolNumbers {
  /** How many runs the pool can work on at once. */
  readonly limit: PoolNumber;
  /** How many it works on. */
  readonly usage: PoolNumber;
}

export interface Measurement {
  readonly value: number;
  /** UCUM (`s`, `By`, `1`, `{connection}`); the first that a name was given with stays. Default `1`. */
  readonly unit?: string;
  /** At most 10, of few different values: each combination is a series of its own. */
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
}

export interface PerformanceAlert {
  /** What it is about, in a few words that stay the same: `slow_response`. */
  readonly name: string;
  /** Default `warning`. `critical` becomes a log record of level `error`. */
  readonly severity?: PerformanceAlertSeverity;
  readonly message?: string;
  readonly value?: number;
  readonly threshold?: number;
  readonly attributes?: LogAttributes;
}

/** A performance monitor that a service has already; each part is optional. */
export interface PerformanceMonitor {
  /**
   * Numbers of this moment, by metric name; asked at every collection, so it must be quick: give what the monitor has
   * measured. They become gauges. A name that is left out later keeps its last value in most backends.
   */
  readonly metrics?: () => Readonly<Record<string, number | Measurement | readonly Measurement[]>>;
  /** By component, as for `registerHealthCheck`. */
  readonly health?: Readonly<Record<string, HealthCheck>>;
  /** Called once: subscribes `report` to the monitor's alerts; may give back what unsubscribes it. */
  readonly alerts?: (report: (alert: PerformanceAlert) => void) => unknown;
}
