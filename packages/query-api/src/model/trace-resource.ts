import { z } from "zod";

import type { IsoTime } from "./common-resource.ts";
import { spanFields } from "./record-resource.ts";
import type { SpanResource } from "./record-resource.ts";
import { arrayOf, count, isoTime, resource } from "./resource-schema.ts";
import type { ResourceSchema } from "./resource-schema.ts";
import { runSchema } from "./run-resource.ts";
import type { RunResource } from "./run-resource.ts";

/** A span and its place in a waterfall. */
export interface TraceSpanResource extends SpanResource {
  /** 0 for a root, and for a span whose parent is not stored. */
  readonly depth: number;
  /** From the start of the trace. */
  readonly offset_seconds: number;
  /** Spans directly below it. */
  readonly children: number;
}

export interface TraceResource {
  readonly id: string;
  readonly start_time: IsoTime | null;
  readonly end_time: IsoTime | null;
  readonly duration_seconds: number | null;
  /** Each before those below it, siblings by start, at most 5,000. */
  readonly spans: readonly TraceSpanResource[];
  readonly spans_truncated: boolean;
  /** Runs whose spans are in it, oldest first, at most 100. */
  readonly runs: readonly RunResource[];
}

export const traceSpanSchema: ResourceSchema<TraceSpanResource> = resource(
  "TraceSpan",
  "A span and its place in a waterfall.",
  {
    ...spanFields,
    depth: count().describe("0 for a root, and for a span whose parent is not stored."),
    offset_seconds: z.number().describe("From the start of the trace."),
    children: count().describe("Spans directly below it."),
  },
);

export const traceSchema: ResourceSchema<TraceResource> = resource("Trace", "One trace, ready to be drawn.", {
  id: z.string().describe("32 hexadecimal digits."),
  start_time: isoTime().nullable().describe("Begin of its first span."),
  end_time: isoTime().nullable().describe("End of its last span."),
  duration_seconds: z.number().nullable().describe("From the first begin to the last end."),
  spans: arrayOf(traceSpanSchema).describe("Each before those below it, siblings by start, at most 5,000."),
  spans_truncated: z.boolean().describe("There are more spans than `spans` holds."),
  runs: arrayOf(runSchema).describe("Runs whose spans are in it, oldest first, at most 100."),
});
