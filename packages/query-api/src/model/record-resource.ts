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
  time: isoTime(),
  severity_number: z.number().describe("As OpenTelemetry numbers them; 0: not set."),
  severity_text: z.string(),
  event_name: z.string().nullable(),
  body: jsonValueSchema,
  attributes: recordOf(jsonValueSchema),
  trace_id: z.string().nullable(),
  span_id: z.string().nullable(),
};

export const logSchema: ResourceSchema<LogResource> = resource("Log", "One log record.", logFields);

export const spanFields: ResourceFields<SpanResource> = {
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
};

export const spanSchema: ResourceSchema<SpanResource> = resource("Span", "One span of a trace.", spanFields);

export const stepSchema: ResourceSchema<StepResource> = resource("Step", "A part of a run that its code named.", {
  name: z.string(),
  span_id: z.string(),
  parent_span_id: z.string().nullable(),
  start_time: isoTime(),
  end_time: isoTime(),
  duration_seconds: z.number(),
  status: spanFields.status,
  error_type: z.string().nullable(),
  error_message: z.string().nullable(),
});
