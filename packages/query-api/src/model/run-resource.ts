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
  type: z.string().nullable().describe("Class or code; null where none was told."),
  message: z.string().nullable().describe("Cut to 300 characters in lists, 16,384 in details."),
  message_length: count().describe("Length of the whole message, so that a cut shows."),
});

const runFields = {
  id: z.string().describe("Its service and its `run_id`; stable."),
  url: z.string().describe("Path of the run's details."),
  run_id: z
    .string()
    .describe(
      "As the service knows it (`job.run.id`), unique within it; everywhere else `run_id` is the `id` of a run.",
    ),
  job_id: z.string().describe("`id` of its job."),
  job_name: z.string().describe("Name of its job."),
  service: serviceSchema.describe("The service that it ran in."),
  instance_id: z.string().nullable().describe("`service.instance.id` of the process that it ran in."),
  system: z.string().describe("Scheduler library."),
  criticality: z.enum(JOB_CRITICALITIES).describe("How much its job matters."),
  state: z
    .enum(RUN_STATES)
    .describe("`running`, or its result: `failure` is of the job's own code, `error` of the platform."),
  provisional: z.boolean().describe("True while the verdict may be corrected: reached by silence, not yet certain."),
  lost_cause: literals<NonNullable<Run["lostCause"]>>({
    process_lost: true,
    process_dead: true,
    telemetry_dropped: true,
    run_heartbeat_stopped: true,
  })
    .nullable()
    .describe(
      "What told that a run without an end is over: its process is gone or dead, its records were dropped, or its heartbeats stopped.",
    ),
  trigger: z.enum(JOB_RUN_TRIGGERS).nullable().describe("What made it start."),
  skip_reason: z.enum(JOB_RUN_SKIP_REASONS).nullable().describe("Why a due run was not started; of a skip alone."),
  attempt: z.number().nullable().describe("Number of this attempt of one piece of work, from 1."),
  max_attempts: z.number().nullable().describe("Attempts that the queue allows."),
  previous_run_id: z.string().nullable().describe("`run_id` of the attempt before this one."),
  scheduled_time: isoTime().nullable().describe("The instant at which it was due."),
  slot_id: z.string().nullable().describe("`id` of the slot that it met."),
  start_time: isoTime().nullable().describe("When it started, by the clock of its process; null for a skip."),
  end_time: isoTime().nullable().describe("When it ended; null while it runs."),
  duration_seconds: z
    .number()
    .nullable()
    .describe("By the monotonic clock of its process; null while it runs and for a skip."),
  delay_seconds: z.number().nullable().describe("From the instant at which it was due to its start."),
  progress: z.number().nullable().describe("0–1."),
  progress_message: z.string().nullable().describe("What the job says about its progress."),
  progress_time: isoTime().nullable().describe("When it said so."),
  error: runErrorSchema.nullable().describe("Null where it reported none."),
  trace_id: z.string().nullable().describe("Its trace: `traces/{id}`; null without tracing."),
  span_id: z.string().nullable().describe("Its own span in that trace."),
  stuck_time: isoTime().nullable().describe("When it was seen to exceed its max runtime."),
  overdue_time: isoTime().nullable().describe("When it was seen to pass its finish-by deadline."),
  clock_skew_seconds: z
    .number()
    .nullable()
    .describe("Wall clock of its process minus the clock of its spans; null where they differ by a minute at most."),
  first_received_time: isoTime().describe("When it was first heard of, by our clock."),
  last_received_time: isoTime().describe("When it was last heard of, by our clock."),
};

export const runSchema: ResourceSchema<RunResource> = resource("Run", "One execution attempt of a job.", runFields);

export const runDetailSchema: ResourceSchema<RunDetailResource> = resource(
  "RunDetail",
  "One run with what was logged and traced while it ran.",
  {
    ...runFields,
    error_stack: z.string().nullable().describe("At most 65,536 characters."),
    error_stack_length: count().describe("Length of the whole stack, so that a cut shows."),
    timezone: z.string().nullable().describe("The zone of the job's schedule."),
    revisions: arrayOf(revisionSchema).describe("Verdicts that were corrected, oldest first."),
    slot: slotSchema.nullable().describe("The slot that it met."),
    attempts: arrayOf(runSchema).describe("Other attempts of the same work, first one first, at most 100."),
    events: arrayOf(logSchema).describe("What the process reported of the run, oldest first."),
    logs: arrayOf(logSchema).describe("What was logged while it ran, oldest first; 1,000 together with the events."),
    logs_truncated: z.boolean().describe("There are more records than `events` and `logs` hold: see GET logs."),
    steps: arrayOf(stepSchema).describe("By start."),
    spans: arrayOf(spanSchema).describe("Oldest first."),
    spans_truncated: z.boolean().describe("There are more spans than `spans` holds: see GET traces/{id}."),
  },
);
