import { z } from "zod";

import { serviceSchema } from "./common-resource.ts";
import type { IsoTime, ServiceResource } from "./common-resource.ts";
import { arrayOf, count, isoTime, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import { runSchema } from "./run-resource.ts";
import type { RunResource } from "./run-resource.ts";
import { ERROR_SOURCES } from "./states.ts";

/** Errors of one service that are the same in type, wording apart from numbers and ids, and place in the code. */
export interface ErrorResource {
  readonly id: string;
  /** Path of the error's details. */
  readonly url: string;
  readonly service: ServiceResource;
  /** `run`: failed runs. `log`: records of severity ERROR or above that belong to no run. */
  readonly source: (typeof ERROR_SOURCES)[number];
  readonly error_type: string | null;
  /** Message with its changing parts replaced: what the group has in common. */
  readonly pattern: string;
  /** Uppermost frame of the service's own code. */
  readonly culprit: string | null;
  /** Of the newest one; cut to 300 characters in lists, 16,384 in details. */
  readonly message: string;
  /** Length of the whole message, so that a cut shows. */
  readonly message_length: number;
  readonly first_time: IsoTime;
  readonly last_time: IsoTime;
  /** All of them, those included that retention has deleted since. */
  readonly count: number;
  /** Runs of how many jobs. */
  readonly jobs: number;
  /** Occurrences in each of the last 24 hours, oldest first; the last one is the hour that is not over yet. */
  readonly trend: readonly number[];
  /** Newest failed run of the group: `runs/{id}`. */
  readonly run_id: string | null;
}

export interface ErrorJobResource {
  readonly job_id: string;
  readonly url: string;
  readonly job_name: string;
  readonly count: number;
  readonly first_time: IsoTime;
  readonly last_time: IsoTime;
}

export interface ErrorHourResource {
  readonly from_time: IsoTime;
  readonly count: number;
}

export interface ErrorDetailResource extends ErrorResource {
  /** Of the newest one that had any, at most 16,384 characters. */
  readonly stack: string | null;
  readonly stack_length: number;
  /** Most affected first, at most 100. */
  readonly affected_jobs: readonly ErrorJobResource[];
  /** Hours with occurrences within 14 days, oldest first. */
  readonly hours: readonly ErrorHourResource[];
  /** Newest first, at most 20. */
  readonly runs: readonly RunResource[];
}

const errorFields = {
  id: z.string().describe("Fingerprint: the same for the same error, also after a restart."),
  url: z.string().describe("Path of the error's details."),
  service: serviceSchema.describe("The service that it came up in."),
  source: z
    .enum(ERROR_SOURCES)
    .describe("`run`: failed runs; `log`: records of severity ERROR or above that belong to no run."),
  error_type: z.string().nullable().describe("Class or code; null where none was told."),
  pattern: z.string().describe("Message with its changing parts replaced: what the group has in common."),
  culprit: z.string().nullable().describe("Uppermost frame of the service's own code."),
  message: z.string().describe("Of the newest one; cut to 300 characters in lists, 16,384 in details."),
  message_length: count().describe("Length of the whole message, so that a cut shows."),
  first_time: isoTime().describe("When it first came up."),
  last_time: isoTime().describe("When it last came up."),
  count: count().describe("All of them, those included that retention has deleted since."),
  jobs: count().describe("Runs of how many jobs."),
  trend: arrayOf(count()).describe("Occurrences in each of the last 24 hours, oldest first, the current one included."),
  run_id: z.string().nullable().describe("`id` of the newest failed run of the group: `runs/{id}`."),
};

export const errorSchema: ResourceSchema<ErrorResource> = resource("Error", "Errors that are the same.", errorFields);

export const errorJobSchema: ResourceSchema<ErrorJobResource> = resource("ErrorJob", "A job that an error struck.", {
  job_id: z.string().describe("`id` of the job."),
  url: z.string().describe("Path of the job's details."),
  job_name: z.string().describe("Its name."),
  count: count().describe("Occurrences in runs of it."),
  first_time: isoTime().describe("When it first struck."),
  last_time: isoTime().describe("When it last struck."),
});

export const errorHourSchema: ResourceSchema<ErrorHourResource> = resource("ErrorHour", "Occurrences in one hour.", {
  from_time: isoTime().describe("Begin of the hour."),
  count: count().describe("Occurrences in it."),
});

export const errorDetailSchema: ResourceSchema<ErrorDetailResource> = resource(
  "ErrorDetail",
  "Errors that are the same, with where and when they came up.",
  {
    ...errorFields,
    stack: z.string().nullable().describe("Of the newest one that had any, at most 16,384 characters."),
    stack_length: count().describe("Length of the whole stack, so that a cut shows."),
    affected_jobs: arrayOf(errorJobSchema).describe("Most affected first, at most 100."),
    hours: arrayOf(errorHourSchema).describe("Hours with occurrences within 14 days, oldest first."),
    runs: arrayOf(runSchema).describe("Newest first, at most 20."),
  },
);
