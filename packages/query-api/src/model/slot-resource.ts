import { JOB_RUN_SKIP_REASONS, JOB_SLOT_MISSED_CAUSES } from "@jobscope/semconv";
import type { Slot } from "@jobscope/tracker";
import { z } from "zod";

import { revisionSchema, serviceSchema } from "./common-resource.ts";
import type { IsoTime, RevisionResource, ServiceResource } from "./common-resource.ts";
import { arrayOf, count, isoTime, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import { SLOT_STATES } from "./states.ts";

export interface SlotResource {
  readonly id: string;
  readonly job_id: string;
  readonly job_name: string;
  readonly service: ServiceResource;
  /** Null in cluster scope, and where the service as a whole owes it. */
  readonly instance_id: string | null;
  /** When the job should start; the first instant of a gap. */
  readonly time: IsoTime;
  /** Last instant of a gap: one row for many instants. */
  readonly until_time: IsoTime | null;
  /** Instants in a gap, where known; 1 for a single slot. */
  readonly count: number | null;
  readonly state: Slot["state"];
  readonly provisional: boolean;
  readonly missed_cause: NonNullable<Slot["missedCause"]> | null;
  readonly skip_reason: NonNullable<Slot["skipReason"]> | null;
  /** Id of the first run that met it: `runs/{id}`. */
  readonly run_id: string | null;
  readonly duplicates: number;
  readonly late: boolean;
  readonly start_margin_seconds: number;
  readonly early_tolerance_seconds: number;
  readonly decided_time: IsoTime | null;
  readonly revisions: readonly RevisionResource[];
}

export const slotSchema: ResourceSchema<SlotResource> = resource("Slot", "An instant at which a job should start.", {
  id: z.string().describe("Names the slot; stable."),
  job_id: z.string().describe("`id` of its job."),
  job_name: z.string().describe("Name of its job."),
  service: serviceSchema.describe("The service that owes it."),
  instance_id: z.string().nullable().describe("Null in cluster scope, and where the service as a whole owes it."),
  time: isoTime().describe("When the job should start; the first instant of a gap."),
  until_time: isoTime().nullable().describe("Last instant of a gap: one row for many instants."),
  count: count().nullable().describe("Instants in a gap, where known; 1 for a single slot."),
  state: z.enum(SLOT_STATES).describe("What became of it."),
  provisional: z.boolean().describe("True while the verdict may be corrected."),
  missed_cause: z.enum(JOB_SLOT_MISSED_CAUSES).nullable().describe("Why it has no run."),
  skip_reason: z.enum(JOB_RUN_SKIP_REASONS).nullable().describe("Why the due run was not started."),
  run_id: z.string().nullable().describe("`id` of the first run that met it: `runs/{id}`."),
  duplicates: count().describe("Runs beside the first that met it."),
  late: z.boolean().describe("Met after its start margin had passed."),
  start_margin_seconds: z.number().describe("After the slot, within which a start is on time."),
  early_tolerance_seconds: z.number().describe("Before the slot, from which a start meets it."),
  decided_time: isoTime().nullable().describe("When the verdict was reached; null before."),
  revisions: arrayOf(revisionSchema).describe("Verdicts that were corrected, oldest first."),
});
