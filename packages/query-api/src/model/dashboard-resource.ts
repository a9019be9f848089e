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
  job_id: z.string(),
  url: z.string().describe("Path of the job's details."),
  job_name: z.string(),
  service: serviceSchema,
  criticality: z.enum(JOB_CRITICALITIES),
  health: z.enum(JOB_HEALTHS),
  reason: z.string(),
  since_time: isoTime(),
});

const upcomingSchema: ResourceSchema<UpcomingResource> = resource("Upcoming", "A start to come.", {
  job_id: z.string(),
  url: z.string().describe("Path of the job's details."),
  job_name: z.string(),
  service: serviceSchema,
  next_run: zonedTimeSchema,
  instances: count().describe("Processes that each owe a run of their own then."),
});

const topErrorSchema: ResourceSchema<TopErrorResource> = resource("TopError", "A group of equal errors.", {
  id: z.string().describe("Of the group: `errors/{id}`."),
  service: serviceSchema,
  error_type: z.string().nullable(),
  pattern: z.string().describe("What the messages of the group have in common."),
  last_24h: count(),
  last_time: isoTime(),
  run_id: z.string().nullable().describe("The newest failed run of the group."),
});

const more = z.boolean().describe("There are more than were counted.");

const firingSchema: ResourceSchema<FiringResource> = resource("Firing", "Alerts that fire.", {
  count: count(),
  more,
  items: arrayOf(alertSchema).describe("The gravest first, then the newest, at most ten."),
});

const attentionListSchema: ResourceSchema<AttentionListResource> = resource("AttentionList", "Jobs to look at.", {
  count: count(),
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
  }),
  reason: z.string(),
});

export const dashboardSchema: ResourceSchema<DashboardResource> = resource(
  "Dashboard",
  "What a first page shows; a part is null where it could not be had.",
  {
    time: isoTime(),
    status: statusSchema.nullable(),
    components: arrayOf(componentSchema).nullable(),
    alerts: firingSchema.nullable(),
    attention: attentionListSchema.nullable(),
    failed_runs: arrayOf(runSchema).nullable().describe("Newest first, at most 20."),
    errors: arrayOf(topErrorSchema).nullable().describe("Most often within 24 hours first, at most five."),
    upcoming: arrayOf(upcomingSchema).nullable().describe("Soonest first, at most ten."),
    hours: arrayOf(runPointSchema).nullable().describe("The last 24 hours, hour by hour."),
    unavailable: arrayOf(unavailableSchema).describe("Why parts are null."),
  },
);
