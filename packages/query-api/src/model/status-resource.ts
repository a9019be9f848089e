import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import { instanceSchema, runTotalsSchema } from "./job-resource.ts";
import type { InstanceResource, RunTotalsResource } from "./job-resource.ts";
import { arrayOf, count, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
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
  /** Since when the status is this one. */
  readonly since_time: IsoTime | null;
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
  /** Names this monitor, from its start to its stop, in its own log lines. */
  readonly monitor_id: string | null;
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

const healthStatus = literals<HealthStatus>({ up: true, degraded: true, down: true }).meta({
  id: "HealthStatus",
  description: "`degraded`: works, with something to look at. `down`: does not do its work.",
});

export const statusSchema: ResourceSchema<StatusResource> = resource("Status", "The whole in one look.", {
  status: healthStatus.describe("The worst of its parts."),
  time: isoTime().describe("When it was asked for."),
  sequence: count().describe("Number of the newest committed change: equal numbers, nothing new."),
  services: count().describe("Services that are heard of or have jobs."),
  live_instances: count().describe("Processes that are heard of in time."),
  jobs: z
    .strictObject({ total: count(), by_health: recordOf(count()).describe("Every health is a key.") })
    .describe("How many there are, by health."),
  runs: z
    .strictObject({ running: count(), last_24h: runTotalsSchema })
    .describe("Those under way, and those that ended within 24 hours."),
  slots: z
    .strictObject({ last_24h: recordOf(count()).describe("Every state is a key.") })
    .describe("Those decided within 24 hours; a gap counts as the slots in it."),
});

export const componentSchema: ResourceSchema<ComponentResource> = resource("Component", "One part of the monitor.", {
  name: z.string().describe("What it is."),
  status: healthStatus.describe("How it is."),
  reason: z.string().nullable().describe("Why it is not up."),
  since_time: isoTime().nullable().describe("Since when the status is this one."),
  details: recordOf(z.union([z.string(), z.number(), z.boolean()])).describe("Its own figures, by name."),
});

export const storeSchema: ResourceSchema<StoreResource> = resource("Store", "How much is stored.", {
  bytes: count().describe("Size of the database with its write-ahead log."),
  max_bytes: z.number().nullable().describe("From which on the oldest runs are deleted; null: no bound."),
  rows: recordOf(count()).describe("By table."),
  oldest_run_time: isoTime().nullable().describe("Start of the oldest run that is kept."),
});

export const healthSchema: ResourceSchema<HealthResource> = resource(
  "Health",
  "The monitor's parts, and the processes it hears of.",
  {
    status: healthStatus.describe("The worst of its parts."),
    time: isoTime().describe("When it was asked for."),
    monitor_id: z.string().nullable().describe("Names this monitor, from its start to its stop, in its own log lines."),
    components: arrayOf(componentSchema).describe("Parts of the monitor."),
    store: storeSchema.nullable().describe("Null while the store does not answer."),
    instances: arrayOf(instanceSchema).describe("At most 1,000, those heard of last."),
    instances_total: count().describe("Processes that are known, those beyond the list included."),
  },
);

export const probeSchema: ResourceSchema<ProbeResource> = resource("Probe", "Up or down, nothing else.", {
  status: literals<ProbeResource["status"]>({ up: true, down: true }).describe("`degraded` counts as up."),
});
