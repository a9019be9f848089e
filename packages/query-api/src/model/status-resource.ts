import type { IsoTime } from "./common-resource.ts";
import type { InstanceResource, RunTotalsResource } from "./job-resource.ts";
import type { HealthStatus } from "./system-health.ts";

export interface StatusResource {
  readonly status: HealthStatus;
  readonly time: IsoTime;
  /** Number of the newest committed change: equal numbers, nothing new. */
  readonly sequence: number;
  readonly services: number;
  readonly live_instances: number;
  readonly jobs: { readonly total: number; readonly by_health: Readonly<Record<string, number>> };
  readonly runs: { readonly running: number; readonly last_24h: RunTotalsResource };
  readonly slots: { readonly last_24h: Readonly<Record<string, number>> };
}

export interface ComponentResource {
  readonly name: string;
  readonly status: HealthStatus;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

export interface StoreResource {
  readonly bytes: number;
  readonly max_bytes: number | null;
  readonly rows: Readonly<Record<string, number>>;
  readonly oldest_run_time: IsoTime | null;
}

export interface HealthResource {
  readonly status: HealthStatus;
  readonly time: IsoTime;
  readonly components: readonly ComponentResource[];
  /** Null while the store does not answer. */
  readonly store: StoreResource | null;
  /** At most 1,000, those heard of last. */
  readonly instances: readonly InstanceResource[];
  readonly instances_total: number;
}

/** What anybody may know: up or down, nothing else. */
export interface ProbeResource {
  readonly status: "up" | "down";
}
