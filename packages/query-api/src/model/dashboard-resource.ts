import { JOB_CRITICALITIES } from "@jobscope/semconv";
import { JOB_HEALTHS } from "@jobscope/tracker";
import { z } from "zod";

import { alertSchema } from "./alert-resource.ts";
import type { AlertResource } from "./alert-resource.ts";
import { serviceSchema, zonedTimeSchema } from "./common-resource.ts";
import type { IsoTime, ServiceResource, ZonedTimeResource } from "./common-resource.ts";
import type { JobResource } from "./job-resource.ts";
import { runPointSchema } from "./metrics-resource.ts";
import type { RunPointResource } from "./metrics-resource.ts";
import { arrayOf, count, isoTime, literals, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import { runSchema } from "./run-resource.ts";
import type { RunResource } from "./run-resource.ts";
import { componentSchema, statusSchema } from "./status-resource.ts";
import type { ComponentResource, StatusResource } from "./status-resource.ts";
import type { MemoryPoint, WorkerPoint } from "./telemetry-resource.ts";

/** A job that somebody should look at. */
export interface AttentionResource {
  readonly job_id: string;
  readonly url: string;
  readonly job_name: string;
  readonly service: ServiceResource;
  readonly criticality: JobResource["criticality"];
  readonly health: JobResource["health"];
  readonly reason: string;
  readonly since_time: IsoTime;
}

export interface UpcomingResource {
  readonly job_id: string;
  readonly url: string;
  readonly job_name: string;
  readonly service: ServiceResource;
  readonly next_run: ZonedTimeResource;
  /** Processes that each owe a run of their own then. */
  readonly instances: number;
}

/** A group of equal errors, as far as an overview needs it. */
export interface TopErrorResource {
  /** Of the group: `errors/{id}`. */
  readonly id: string;
  readonly service: ServiceResource;
  readonly error_type: string | null;
  /** What the messages of the group have in common. */
  readonly pattern: string;
  readonly last_24h: number;
  readonly last_time: IsoTime;
  /** The newest failed run of the group. */
  readonly run_id: string | null;
}

export interface FiringResource {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
  /** The gravest first, then the newest, at most ten. */
  readonly items: readonly AlertResource[];
}

export interface AttentionListResource {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
  /** The most critical first, at most 20. */
  readonly items: readonly AttentionResource[];
}

/** A part that jobs depend on (database, e-mail), as the processes of a service reported it within ten minutes. */
export interface ServiceComponentResource {
  readonly service: ServiceResource;
  readonly component: string;
  /** No process says that it is not. */
  readonly healthy: boolean;
  readonly instances: number;
  readonly unhealthy_instances: number;
}

/** Memory of a process, as it was reported last within ten minutes. */
export interface MemoryUseResource extends Omit<MemoryPoint, "used_bytes_max" | "utilization_max"> {
  readonly service: ServiceResource;
  readonly instance_id: string | null;
}

/** A worker pool of a process, as it was reported last within ten minutes. */
export interface WorkerUseResource extends Omit<WorkerPoint, "used_max"> {
  readonly service: ServiceResource;
  readonly instance_id: string | null;
  readonly pool: string;
}

/** Each part is null where it could not be had: `unavailable` says why. */
export interface DashboardParts {
  readonly status: StatusResource | null;
  readonly components: readonly ComponentResource[] | null;
  readonly alerts: FiringResource | null;
  readonly attention: AttentionListResource | null;
  /** Newest first, at most 20. */
  readonly failed_runs: readonly RunResource[] | null;
  /** Most often within 24 hours first, at most five. */
  readonly errors: readonly TopErrorResource[] | null;
  /** Soonest first, at most ten. */
  readonly upcoming: readonly UpcomingResource[] | null;
  /** The last 24 hours, hour by hour. */
  readonly hours: readonly RunPointResource[] | null;
  /** Unhealthy ones first, at most 50. */
  readonly service_components: readonly ServiceComponentResource[] | null;
  /** The fullest processes first, at most five. */
  readonly memory: readonly MemoryUseResource[] | null;
  /** The busiest pools first, at most five. */
  readonly workers: readonly WorkerUseResource[] | null;
}

export interface UnavailableResource {
  readonly part: keyof DashboardParts;
  readonly reason: string;
}

export interface DashboardResource extends DashboardParts {
  readonly time: IsoTime;
  readonly unavailable: readonly UnavailableResource[];
}

const attentionSchema: ResourceSchema<AttentionResource> = resource("Attention", "A job to look at.", {
  job_id: z.string().describe("`id` of the job."),
  url: z.string().describe("Path of the job's details."),
  job_name: z.string().describe("Its name."),
  service: serviceSchema.describe("Its service."),
  criticality: z.enum(JOB_CRITICALITIES).describe("How much it matters."),
  health: z.enum(JOB_HEALTHS).describe("What is wrong."),
  reason: z.string().describe("Why, in words."),
  since_time: isoTime().describe("Since when."),
});

const upcomingSchema: ResourceSchema<UpcomingResource> = resource("Upcoming", "A start to come.", {
  job_id: z.string().describe("`id` of the job."),
  url: z.string().describe("Path of the job's details."),
  job_name: z.string().describe("Its name."),
  service: serviceSchema.describe("Its service."),
  next_run: zonedTimeSchema.describe("When it should start."),
  instances: count().describe("Processes that each owe a run of their own then."),
});

const topErrorSchema: ResourceSchema<TopErrorResource> = resource("TopError", "A group of equal errors.", {
  id: z.string().describe("Of the group: `errors/{id}`."),
  service: serviceSchema.describe("The service that it came up in."),
  error_type: z.string().nullable().describe("Class or code; null where none was told."),
  pattern: z.string().describe("What the messages of the group have in common."),
  last_24h: count().describe("Occurrences within 24 hours."),
  last_time: isoTime().describe("When it last came up."),
  run_id: z.string().nullable().describe("`id` of the newest failed run of the group."),
});

const serviceComponentSchema: ResourceSchema<ServiceComponentResource> = resource(
  "ServiceComponent",
  "A part that jobs depend on, as the processes of a service reported it within ten minutes.",
  {
    service: serviceSchema.describe("The service whose processes reported it."),
    component: z.string().describe("Its name: `database`, `redis`."),
    healthy: z.boolean().describe("No process says that it is not."),
    instances: count().describe("Processes that reported it."),
    unhealthy_instances: count().describe("Those that say that it is not healthy."),
  },
);

const amount = z.number().nullable();
const owner = {
  service: serviceSchema.describe("The service that the process belongs to."),
  instance_id: z.string().nullable().describe("`service.instance.id` of the process."),
};

const memoryUseSchema: ResourceSchema<MemoryUseResource> = resource(
  "MemoryUse",
  "Memory of a process, as it was reported last within ten minutes.",
  {
    ...owner,
    time: isoTime().describe("Begin of the step of five minutes."),
    used_bytes: amount.describe("Resident memory."),
    limit: z.string().nullable().describe("The fullest limit: `heap` or `cgroup`."),
    limit_bytes: amount.describe("That limit."),
    utilization: amount.describe("Used share of the fullest limit, 0 to 1."),
  },
);

const workerUseSchema: ResourceSchema<WorkerUseResource> = resource(
  "WorkerUse",
  "A worker pool of a process, as it was reported last within ten minutes.",
  {
    ...owner,
    pool: z.string().describe("Name of the pool or queue."),
    time: isoTime().describe("Begin of the step of five minutes."),
    used: amount.describe("Runs that it worked on."),
    limit: amount.describe("Runs that it can work on at once."),
    utilization: amount.describe("`used` by `limit`."),
  },
);

const more = z.boolean().describe("There are more than were counted.");

const firingSchema: ResourceSchema<FiringResource> = resource("Firing", "Alerts that fire.", {
  count: count().describe("How many were found."),
  more,
  items: arrayOf(alertSchema).describe("The gravest first, then the newest, at most ten."),
});

const attentionListSchema: ResourceSchema<AttentionListResource> = resource("AttentionList", "Jobs to look at.", {
  count: count().describe("How many were found."),
  more,
  items: arrayOf(attentionSchema).describe("The most critical first, at most 20."),
});

const unavailableSchema: ResourceSchema<UnavailableResource> = resource("Unavailable", "A part that is null.", {
  part: literals<keyof DashboardParts>({
    status: true,
    components: true,
    alerts: true,
    attention: true,
    failed_runs: true,
    errors: true,
    upcoming: true,
    hours: true,
    service_components: true,
    memory: true,
    workers: true,
  }).describe("Its name."),
  reason: z.string().describe("Why it could not be had."),
});

export const dashboardSchema: ResourceSchema<DashboardResource> = resource(
  "Dashboard",
  "What a first page shows; a part is null where it could not be had.",
  {
    time: isoTime().describe("When it was asked for."),
    status: statusSchema.nullable().describe("As `GET status` answers it."),
    components: arrayOf(componentSchema).nullable().describe("Parts of the monitor, as `GET health` answers them."),
    alerts: firingSchema.nullable().describe("What fires."),
    attention: attentionListSchema.nullable().describe("Jobs in trouble."),
    failed_runs: arrayOf(runSchema).nullable().describe("Newest first, at most 20."),
    errors: arrayOf(topErrorSchema).nullable().describe("Most often within 24 hours first, at most five."),
    upcoming: arrayOf(upcomingSchema).nullable().describe("Soonest first, at most ten."),
    hours: arrayOf(runPointSchema).nullable().describe("The last 24 hours, hour by hour."),
    service_components: arrayOf(serviceComponentSchema).nullable().describe("Unhealthy ones first, at most 50."),
    memory: arrayOf(memoryUseSchema).nullable().describe("The fullest processes first, at most five."),
    workers: arrayOf(workerUseSchema).nullable().describe("The busiest pools first, at most five."),
    unavailable: arrayOf(unavailableSchema).describe("Why parts are null."),
  },
);
