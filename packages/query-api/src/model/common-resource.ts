import { z } from "zod";

import { isoTime, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

/** An instant in UTC, `2026-11-25T09:00:00.000Z`. */
export type IsoTime = string;

export interface ServiceResource {
  /** `deployment.environment.name`; null when not set. */
  readonly environment: string | null;
  /** `service.namespace`; null when not set. */
  readonly namespace: string | null;
  /** `service.name`. */
  readonly name: string;
}

/** An instant as the admin of a job thinks of it. */
export interface ZonedTimeResource {
  readonly time: IsoTime;
  /** The zone of the job's schedule; null where it declared none. */
  readonly timezone: string | null;
  /** The same instant on the clock of that zone, with its offset: `2026-11-25T10:00:00+01:00`. */
  readonly local_time: string | null;
}

/** One verdict that was replaced by a better one. */
export interface RevisionResource {
  readonly time: IsoTime;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
}

export const serviceSchema: ResourceSchema<ServiceResource> = resource(
  "Service",
  "Which service, by its resource attributes.",
  {
    environment: z.string().nullable().describe("`deployment.environment.name`; null when not set."),
    namespace: z.string().nullable().describe("`service.namespace`; null when not set."),
    name: z.string().describe("`service.name`."),
  },
);

export const zonedTimeSchema: ResourceSchema<ZonedTimeResource> = resource(
  "ZonedTime",
  "An instant, and what the clock of the job's zone shows then.",
  {
    time: isoTime().describe("The instant in UTC."),
    timezone: z.string().nullable().describe("The zone of the job's schedule; null where it declared none."),
    local_time: z.string().nullable().describe("The same instant on the clock of that zone, with its offset."),
  },
);

export const revisionSchema: ResourceSchema<RevisionResource> = resource(
  "Revision",
  "One verdict that was replaced by a better one.",
  {
    time: isoTime().describe("When the verdict was corrected."),
    from: z.string().describe("The verdict until then."),
    to: z.string().describe("The verdict from then on."),
    cause: z.string().describe("What was learned."),
  },
);
