import { LOG_CATEGORIES } from "@jobscope/semconv";
import type { LogCategory } from "@jobscope/semconv";
import { z } from "zod";

import { serviceSchema } from "./common-resource.ts";
import type { ServiceResource } from "./common-resource.ts";
import { logFields } from "./record-resource.ts";
import type { LogResource } from "./record-resource.ts";
import { count, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";

/** A log record of a list: it takes 8 kB at most. */
export interface LogHitResource extends LogResource {
  /** Grows in order of receipt. */
  readonly id: string;
  readonly service: ServiceResource;
  readonly category: LogCategory | null;
  readonly job_name: string | null;
  readonly run_id: string | null;
  /** Characters of the whole body, as text or as JSON; 0 without one. */
  readonly body_length: number;
  /** True where the body is cut. */
  readonly body_truncated: boolean;
  /** True where attributes are cut or left out. */
  readonly attributes_truncated: boolean;
}

export const logHitSchema: ResourceSchema<LogHitResource> = resource("LogHit", "A log record that was searched for.", {
  ...logFields,
  id: z.string().describe("Grows in order of receipt."),
  service: serviceSchema.describe("The service that sent it."),
  category: z.enum(LOG_CATEGORIES).nullable().describe("Null where the sender named none."),
  job_name: z.string().nullable().describe("As the record, its run or the run of its trace names it."),
  run_id: z.string().nullable().describe("`job.run.id` of the record: `run_id` of its run, as the service knows it."),
  body_length: count().describe("Characters of the whole body, as text or as JSON; 0 without one."),
  body_truncated: z.boolean().describe("The body is cut; a cut structure is shown as the beginning of its JSON."),
  attributes_truncated: z.boolean().describe("Attributes are cut or left out."),
});
