import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import { arrayOf, isoTime, literals, recordOf, resource } from "./resource-schema.ts";
import type { ResourceFields, ResourceSchema } from "./resource-schema.ts";

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

/** A part of a run that its code named: a child span of the run, or of another step. */
export interface StepResource {
  readonly name: string;
  readonly span_id: string;
  readonly parent_span_id: string | null;
  readonly start_time: IsoTime;
  readonly end_time: IsoTime;
  readonly duration_seconds: number;
  readonly status: SpanResource["status"];
  readonly error_type: string | null;
  readonly error_message: string | null;
}

export const jsonValueSchema: z.ZodType<JsonValue> = z
  .lazy(() =>
    z.union([z.string(), z.number(), z.boolean(), z.null(), arrayOf(jsonValueSchema), recordOf(jsonValueSchema)]),
  )
  .meta({
    id: "JsonValue",
    description: "Any JSON value; 64-bit integers beyond 2^53 as decimal strings, bytes as base64.",
  });

export const logFields: ResourceFields<LogResource> = {
  time: isoTime().describe("The record's own time."),
  severity_number: z.number().describe("As OpenTelemetry numbers them; 0: not set."),
  severity_text: z.string().describe("As the sender names it."),
  event_name: z.string().nullable().describe("Name of the event; null for a plain log line."),
  body: jsonValueSchema.describe("What was logged: a text or a structure; null without one."),
  attributes: recordOf(jsonValueSchema).describe("By name, as they were sent; long ones cut."),
  trace_id: z.string().nullable().describe("Trace that it was logged in."),
  span_id: z.string().nullable().describe("Span that it was logged in."),
};

export const logSchema: ResourceSchema<LogResource> = resource("Log", "One log record.", logFields);

export const spanFields: ResourceFields<SpanResource> = {
  trace_id: z.string().describe("Trace that it belongs to."),
  span_id: z.string().describe("Id within its trace."),
  parent_span_id: z.string().nullable().describe("The span that it is a part of; null for a root."),
  name: z.string().describe("What was done."),
  kind: literals<SpanResource["kind"]>({
    unspecified: true,
    internal: true,
    server: true,
    client: true,
    producer: true,
    consumer: true,
  }).describe("Its part in a call, as OpenTelemetry names it."),
  start_time: isoTime().describe("When it began, by the clock of its process."),
  end_time: isoTime().describe("When it ended."),
  duration_seconds: z.number().describe("From its begin to its end."),
  status: literals<SpanResource["status"]>({ unset: true, ok: true, error: true }).describe(
    "`error`: it failed; `unset` and `ok`: it did not.",
  ),
  status_message: z.string().nullable().describe("What it says of its failure."),
  attributes: recordOf(jsonValueSchema).describe("By name, as they were sent; long ones cut."),
};

export const spanSchema: ResourceSchema<SpanResource> = resource("Span", "One span of a trace.", spanFields);

export const stepSchema: ResourceSchema<StepResource> = resource("Step", "A part of a run that its code named.", {
  name: z.string().describe("As its code named it."),
  span_id: z.string().describe("The span that it is."),
  parent_span_id: z.string().nullable().describe("The span that it is a part of."),
  start_time: isoTime().describe("When it began."),
  end_time: isoTime().describe("When it ended."),
  duration_seconds: z.number().describe("From its begin to its end."),
  status: spanFields.status.describe("`error`: it failed."),
  error_type: z.string().nullable().describe("Class or code of what it failed with."),
  error_message: z.string().nullable().describe("What it failed with."),
});
