import type { StoredLog, StoredSpan } from "@jobscope/store";

import { isoTime } from "../model/iso-time.ts";
import type { LogResource, SpanResource, StepResource } from "../model/record-resource.ts";
import { shapeAttributes, shapeValue } from "./json-value.ts";
import { cutText, seconds, textOrNull } from "./scalars.ts";

/** By number, as OTLP defines them. */
const SPAN_KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
const STATUS_CODES = ["unset", "ok", "error"] as const;

const MAX_MESSAGE = 2_000;

export function shapeLog(log: StoredLog): LogResource {
  return {
    time: isoTime(log.timeMs),
    severity_number: log.severityNumber,
    severity_text: log.severityText,
    event_name: textOrNull(log.eventName),
    body: shapeValue(log.body),
    attributes: shapeAttributes(log.attributes),
    trace_id: textOrNull(log.traceId),
    span_id: textOrNull(log.spanId),
  };
}

export function shapeSpan(span: StoredSpan): SpanResource {
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: textOrNull(span.parentSpanId),
    name: span.name,
    kind: SPAN_KINDS[span.kind] ?? "unspecified",
    start_time: isoTime(span.startMs),
    end_time: isoTime(span.endMs),
    // A clock may be set back while the work goes on: what took no time by it is not of negative length.
    duration_seconds: seconds(Math.max(0, span.endMs - span.startMs)),
    status: STATUS_CODES[span.statusCode] ?? "unset",
    status_message: textOrNull(span.statusMessage),
    attributes: shapeAttributes(span.attributes),
  };
}

export function shapeStep(span: StoredSpan, errorType: unknown): StepResource {
  const { name, span_id, parent_span_id, start_time, end_time, duration_seconds, status } = shapeSpan(span);
  const message = textOrNull(span.statusMessage.toWellFormed());
  return {
    name,
    span_id,
    parent_span_id,
    start_time,
    end_time,
    duration_seconds,
    status,
    error_type: typeof errorType === "string" ? textOrNull(errorType) : null,
    error_message: message === null ? null : cutText(message, MAX_MESSAGE),
  };
}
