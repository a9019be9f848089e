import type { RunDetail, StoredLog, StoredSpan } from "@jobscope/store";

import type { LogResource, RunDetailResource, SpanResource } from "../model/run-resource.ts";
import { shapeAttributes, shapeValue } from "./json-value.ts";
import { shapeRevisions } from "./revisions.ts";
import { cutText, isoTime, seconds, textOrNull } from "./scalars.ts";
import { DETAIL_MESSAGE_LENGTH, shapeRun } from "./shape-run.ts";
import { shapeSlot } from "./shape-slot.ts";

const STACK_LENGTH = 65_536;

/** By number, as OTLP defines them. */
const SPAN_KINDS = ["unspecified", "internal", "server", "client", "producer", "consumer"] as const;
const STATUS_CODES = ["unset", "ok", "error"] as const;

export function shapeRunDetail(detail: RunDetail): RunDetailResource {
  const { run } = detail;
  const stack = run.errorStack?.toWellFormed();
  return {
    ...shapeRun(run, DETAIL_MESSAGE_LENGTH),
    error_stack: stack === undefined ? null : cutText(stack, STACK_LENGTH),
    error_stack_length: stack?.length ?? 0,
    timezone: detail.job?.schedule.timezone ?? null,
    revisions: shapeRevisions(run.revisions),
    slot: detail.slot === undefined ? null : shapeSlot(detail.slot),
    logs: detail.logs.map(shapeLog),
    logs_truncated: detail.logsTruncated,
    spans: detail.spans.map(shapeSpan),
    spans_truncated: detail.spansTruncated,
  };
}

function shapeLog(log: StoredLog): LogResource {
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

function shapeSpan(span: StoredSpan): SpanResource {
  return {
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_span_id: textOrNull(span.parentSpanId),
    name: span.name,
    kind: SPAN_KINDS[span.kind] ?? "unspecified",
    start_time: isoTime(span.startMs),
    end_time: isoTime(span.endMs),
    duration_seconds: seconds(span.endMs - span.startMs),
    status: STATUS_CODES[span.statusCode] ?? "unset",
    status_message: textOrNull(span.statusMessage),
    attributes: shapeAttributes(span.attributes),
  };
}
