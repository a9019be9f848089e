import type { MonitorHealth } from "../health/monitor-health.ts";

/**
 * Where it is between its start and its stop. `retrying`: it could not start and tries again by itself. `misconfigured`:
 * it cannot start until its settings are corrected.
 */
export type MonitoringState = "idle" | "starting" | "running" | "retrying" | "misconfigured" | "stopping" | "stopped";

/** The health of everything that `createMonitoring` started, as one. */
export interface MonitoringHealth extends MonitorHealth {
  readonly state: MonitoringState;
}
