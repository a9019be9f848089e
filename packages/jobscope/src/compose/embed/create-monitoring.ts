import type { JobscopeHandle } from "@jobscope/instrumentation";

import type { MonitoringRouter } from "./gate.ts";
import { askForJob } from "./job-insights.ts";
import type { JobInsight, JobQuestion } from "./job-insights.ts";
import { loadOptions } from "./load-options.ts";
import { MonitoringControl } from "./monitoring-control.ts";
import type { MonitoringPorts } from "./monitoring-control.ts";
import type { MonitoringHealth } from "./monitoring-health.ts";
import type { MonitoringOptions } from "./monitoring-options.ts";
import { usableOptions } from "./option-problems.ts";

export interface Monitoring {
  /**
   * The API for `app.use(monitoring.router)`, at the root of an express 4 or 5 application. Before the start and after the
   * stop it answers 503; paths that are not below `/api/scheduler-monitoring` it lets pass, always.
   */
  readonly router: MonitoringRouter;
  /** Telemetry of this process; does nothing until `start()`, or with `instrumentation: false`. */
  readonly instrumentation: JobscopeHandle;
  /**
   * Starts data directory, store, core, notifier, reader, keys, OTLP receiver, API and the instrumentation of this process,
   * in this order. Never rejects: resolves to the health, which says what runs, what does not, and why. What could not start
   * is tried again in the background. A second call gives the first one's promise; after a stop it begins anew.
   */
  start(): Promise<MonitoringHealth>;
  /**
   * Stops in reverse order: what this process has to tell is sent, requests on their way are answered, what was
   * acknowledged is stored. Never rejects, and takes 40 s at the very most.
   */
  stop(): Promise<void>;
  health(): MonitoringHealth;
  /**
   * What is known of a job: its average duration, its next run, its health. Undefined where no job has this name. Rejects
   * while the store cannot be asked.
   */
  job(question: string | JobQuestion): Promise<JobInsight | undefined>;
}

/**
 * The monitor inside an existing express application. Nothing of it throws into the application, keeps its process alive or
 * listens to its signals (but for what the instrumentation documents); a setting that cannot be used shows in `health()`.
 */
export function createMonitoring(options: MonitoringOptions = {}): Monitoring {
  return createMonitoringWith(options, {});
}

/** The same with other threads and pauses; for tests. */
export function createMonitoringWith(options: MonitoringOptions, ports: MonitoringPorts): Monitoring {
  const control = new MonitoringControl(usableOptions(options), loadOptions(options), ports);
  return {
    router: control.gate.router,
    instrumentation: {
      flush: (timeoutMs) => control.instrumentation?.flush(timeoutMs) ?? Promise.resolve(true),
      shutdown: () => control.instrumentation?.shutdown() ?? Promise.resolve(),
    },
    start: () => control.start(),
    stop: () => control.stop(),
    health: () => control.health(),
    async job(question) {
      const { reader } = control;
      if (reader === undefined) throw new Error("the monitor of this process does not run; its health says why");
      return askForJob(reader, typeof question === "string" ? { name: question } : question);
    },
  };
}
