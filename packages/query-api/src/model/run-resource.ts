import { JOB_CRITICALITIES, JOB_RUN_SKIP_REASONS, JOB_RUN_TRIGGERS } from "@jobscope/semconv";
import type { Run } from "@jobscope/tracker";
import { z } from "zod";

import { revisionSchema, serviceSchema } from "./common-resource.ts";
import type { IsoTime, RevisionResource, ServiceResource } from "./common-resource.ts";
import { logSchema, spanSchema, stepSchema } from "./record-resource.ts";
import type { LogResource, SpanResource, StepResource } from "./record-resource.ts";
import { arrayOf, count, isoTime, literals, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import { slotSchema } from "./slot-resource.ts";
import type { SlotResource } from "./slot-resource.ts";
import { RUN_STATES } from "./states.ts";

export interface RunErrorResource {
  readonly type: string | null;
  /** Cut to 300 characters in lists, 16,384 in details. */
  readonly message: string | null;
  /** Length of the whole message, so that a cut shows. */
  readonly message_length: number;
}

export interface RunResource {
  readonly id: string;
  /** Path of the run's details. */
  readonly url: string;
  readonly run_id: string;
  readonly job_id: string;
  readonly job_name: string;
  readonly service: ServiceResource;
  readonly instance_id: string | null;
  readonly system: string;
  readonly criticality: Run["criticality"];
  readonly state: Run["state"];
  /** True while the verdict may be corrected: reached by silence, not yet certain. */
  readonly provisional: boolean;
  readonly lost_cause: NonNullable<Run["lostCause"]> | null;
  readonly trigger: NonNullable<Run["trigger"]> | null;
  readonly skip_reason: NonNullable<Run["skipReason"]> | null;
  readonly attempt: number | null;
  readonly max_attempts: number | null;
  readonly previous_run_id: string | null;
  readonly scheduled_time: IsoTime | null;
  readonly slot_id: string | null;
  readonly start_time: IsoTime | null;
  readonly end_time: IsoTime | null;
  readonly duration_seconds: number | null;
  readonly delay_seconds: number | null;
  /** 0–1. */
  readonly progress: number | null;
  readonly progress_message: string | null;
  readonly progress_time: IsoTime | null;
  readonly error: RunErrorResource | null;
  readonly trace_id: string | null;
  readonly span_id: string | null;
  /** When it was seen to exceed its max runtime. */
  readonly stuck_time: IsoTime | null;
  /** When it was seen to pass its finish-by deadline. */
  readonly overdue_time: IsoTime | null;
  readonly clock_skew_seconds: number | null;
  readonly first_received_time: IsoTime;
  readonly last_received_time: IsoTime;
}

export interface RunDetailResource extends RunResource {
  readonly error_stack: string | null;
  readonly error_stack_length: number;
  /** The zone of the job's schedule. */
  readonly timezone: string | null;
  readonly revisions: readonly RevisionResource[];
  readonly slot: SlotResource | null;
  /** The other attempts of the same piece of work, first one first, at most 100. */
  readonly attempts: readonly RunResource[];
  /** What the process reported of the run, oldest first. */
  readonly events: readonly LogResource[];
  /** What was logged while it ran, oldest first; 1,000 records together with the events. */
  readonly logs: readonly LogResource[];
  /** There are more records than `events` and `logs` hold: see `GET logs?run=`. */
  readonly logs_truncated: boolean;
  /** By start. */
  readonly steps: readonly StepResource[];
  /** Oldest first. */
  readonly spans: readonly SpanResource[];
  readonly spans_truncated: boolean;
}

export const runErrorSchema: ResourceSchema<RunErrorResource> = resource("RunError", "What a run failed with.", {
  type: z.string().nullable(),
  message: z.string().nullable().describe("Cut to 300 characters in lists, 16,384 in details."),
  message_length: count().describe("Length of the whole message, so that a cut shows."),
});

const runFields = {
  id: z.string(),
  url: z.string().describe("Path of the run's details."),
  run_id: z
    .string()
    .describe(
      "As the service knows it (`job.run.id`), unique within it; everywhere else `run_id` is the `id` of a run.",
    ),
  job_id: z.string(),
  job_name: z.string(),
  service: serviceSchema,
  instance_id: z.string().nullable(),
  system: z.string().describe("Scheduler library."),
  criticality: z.enum(JOB_CRITICALITIES),
  state: z.enum(RUN_STATES),
  provisional: z.boolean().describe("True while the verdict may be corrected: reached by silence, not yet certain."),
  lost_cause: literals<NonNullable<Run["lostCause"]>>({
    process_lost: true,
    process_dead: true,
    telemetry_dropped: true,
    run_heartbeat_stopped: true,
  }).nullable(),
  trigger: z.enum(JOB_RUN_TRIGGERS).nullable(),
  skip_reason: z.enum(JOB_RUN_SKIP_REASONS).nullable(),
  attempt: z.number().nullable(),
  max_attempts: z.number().nullable(),
  previous_run_id: z.string().nullable().describe("`run_id` of the attempt before this one."),
  scheduled_time: isoTime().nullable(),
  slot_id: z.string().nullable().describe("`id` of the slot that it met."),
  start_time: isoTime().nullable(),
  end_time: isoTime().nullable(),
  duration_seconds: z.number().nullable(),
  delay_seconds: z.number().nullable(),
  progress: z.number().nullable().describe("0–1."),
  progress_message: z.string().nullable(),
  progress_time: isoTime().nullable(),
  error: runErrorSchema.nullable(),
  trace_id: z.string().nullable(),
  span_id: z.string().nullable(),
  stuck_time: isoTime().nullable().describe("When it was seen to exceed its max runtime."),
  overdue_time: isoTime().nullable().describe("When it was seen to pass its finish-by deadline."),
  clock_skew_seconds: z.number().nullable(),
  first_received_time: isoTime(),
  last_received_time: isoTime(),
};

export const runSchema: ResourceSchema<RunResource> = resource("Run", "One execution attempt of a job.", runFields);

export const runDetailSchema: ResourceSchema<RunDetailResource> = resource(
  "RunDetail",
  "One run with what was logged and traced while it ran.",
  {
    ...runFields,
    error_stack: z.string().nullable(),
    error_stack_length: count().describe("Length of the whole stack, so that a cut shows."),
    timezone: z.string().nullable().describe("The zone of the job's schedule."),
    revisions: arrayOf(revisionSchema),
    slot: slotSchema.nullable(),
    attempts: arrayOf(runSchema).describe("Other attempts of the same work, first one first, at most 100."),
    events: arrayOf(logSchema).describe("What the process reported of the run, oldest first."),
    logs: arrayOf(logSchema).describe("What was logged while it ran, oldest first; 1,000 together with the events."),
    logs_truncated: z.boolean().describe("There are more records than `events` and `logs` hold: see GET logs."),
    steps: arrayOf(stepSchema).describe("By start."),
    spans: arrayOf(spanSchema).describe("Oldest first."),
    spans_truncated: z.boolean(),
  },
);
