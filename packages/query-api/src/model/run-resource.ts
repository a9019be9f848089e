import { JOB_CRITICALITIES, JOB_RUN_SKIP_REASONS, JOB_RUN_TRIGGERS } from "@jobscope/semconv";
import type { Run } from "@jobscope/tracker";
import { z } from "zod";

import { revisionSchema, serviceSchema } from "./common-resource.ts";
import type { IsoTime, RevisionResource, ServiceResource } from "./common-resource.ts";
import { arrayOf, count, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
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

/** A JSON value; 64-bit integers beyond 2^53 as decimal strings, bytes as base64. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface LogResource {
  readonly time: IsoTime;
  readonly severity_number: number;
  readonly severity_text: string;
  readonly event_name: string | null;
  readonly body: JsonValue;
  readonly attributes: Readonly<Record<string, JsonValue>>;
  readonly trace_id: string | null;
  readonly span_id: string | null;
}

export interface SpanResource {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly name: string;
  readonly kind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
  readonly start_time: IsoTime;
  readonly end_time: IsoTime;
  readonly duration_seconds: number;
  readonly status: "unset" | "ok" | "error";
  readonly status_message: string | null;
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

export interface RunDetailResource extends RunResource {
  readonly error_stack: string | null;
  readonly error_stack_length: number;
  /** The zone of the job's schedule. */
  readonly timezone: string | null;
  readonly revisions: readonly RevisionResource[];
  readonly slot: SlotResource | null;
  /** Oldest first. */
  readonly logs: readonly LogResource[];
  readonly logs_truncated: boolean;
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
  run_id: z.string().describe("As its process named it, unique within its service."),
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
  previous_run_id: z.string().nullable(),
  scheduled_time: isoTime().nullable(),
  slot_id: z.string().nullable(),
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

export const jsonValueSchema: z.ZodType<JsonValue> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), arrayOf(jsonValueSchema), recordOf(jsonValueSchema)]),
  )
  .meta({
    id: "JsonValue",
    description: "Any JSON value; 64-bit integers beyond 2^53 as decimal strings, bytes as base64.",
  });

export const logSchema: ResourceSchema<LogResource> = resource("Log", "One log record.", {
  time: isoTime(),
  severity_number: z.number().describe("As OpenTelemetry numbers them; 0: not set."),
  severity_text: z.string(),
  event_name: z.string().nullable(),
  body: jsonValueSchema,
  attributes: recordOf(jsonValueSchema),
  trace_id: z.string().nullable(),
  span_id: z.string().nullable(),
});

export const spanSchema: ResourceSchema<SpanResource> = resource("Span", "One span of a trace.", {
  trace_id: z.string(),
  span_id: z.string(),
  parent_span_id: z.string().nullable(),
  name: z.string(),
  kind: literals<SpanResource["kind"]>({
    unspecified: true,
    internal: true,
    server: true,
    client: true,
    producer: true,
    consumer: true,
  }),
  start_time: isoTime(),
  end_time: isoTime(),
  duration_seconds: z.number(),
  status: literals<SpanResource["status"]>({ unset: true, ok: true, error: true }),
  status_message: z.string().nullable(),
  attributes: recordOf(jsonValueSchema),
});

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
    logs: arrayOf(logSchema).describe("Oldest first."),
    logs_truncated: z.boolean(),
    spans: arrayOf(spanSchema).describe("Oldest first."),
    spans_truncated: z.boolean(),
  },
);
