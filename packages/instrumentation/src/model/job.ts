import type { JobItemOutcome } from "@jobscope/semconv";

/** Anything; what OpenTelemetry cannot carry (errors, dates, maps, cycles …) is converted, never dropped silently. */
export interface LogAttributes {
  readonly [key: string]: unknown;
}

/** Structured logs of one job. Every line carries the job, its run and the trace of the run. */
export interface JobLogger {
  /** Category `jobs`. */
  debug(message: string, attributes?: LogAttributes): void;
  /** Category `jobs`. */
  info(message: string, attributes?: LogAttributes): void;
  /** Category `jobs`. */
  warn(message: string, attributes?: LogAttributes): void;
  /** Category `errors`. */
  error(message: string, attributes?: LogAttributes): void;
  /** Category `performance`: execution times, memory, batch figures. */
  performance(message: string, attributes?: LogAttributes): void;
  /** Category `metrics`: measurements. */
  metrics(message: string, attributes?: LogAttributes): void;
  /** Category `audit`: sent as the event `audit.<action>`, past every level, kept through an outage. */
  audit(action: string, attributes?: LogAttributes): void;
}

/** The running run, from inside the job. Nothing here throws. */
export interface Job {
  readonly name: string;
  readonly runId: string;
  /** `fraction` is clamped to 0–1; at most ten reports a second leave the process, and the newest always does. */
  progress(fraction: number, message?: string): void;
  /** Adds to the throughput of the job. Default outcome `success`. */
  items(count: number, outcome?: JobItemOutcome): void;
  /** Runs `fn` as a child span of the run and gives back what it gives back. */
  step<T>(name: string, fn: () => T): T;
  readonly logger: JobLogger;
}
