/** `degraded`: works, with something a person should look at. `down`: does not do its work. */
export type HealthStatus = "up" | "degraded" | "down";

/** One part of the monitor: the core worker, the store, a listener. */
export interface ComponentHealth {
  readonly name: string;
  readonly status: HealthStatus;
  /** For people: why it is not up. */
  readonly reason?: string;
  /** Since when the status is this one, epoch milliseconds. */
  readonly sinceMs?: number;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** What the monitor knows about itself; the host of the API collects it. */
export interface SystemHealth {
  /** Names the monitor, from its start to its stop, in its own log lines. */
  readonly monitorId?: string;
  /** The worst that matters: decided by who collects, since not every component is vital. */
  readonly status: HealthStatus;
  readonly components: readonly ComponentHealth[];
}
