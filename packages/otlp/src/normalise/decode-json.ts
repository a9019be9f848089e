import { OtlpDecodeError } from "../model/decode-error.ts";
import type { DecodeLimits } from "../model/decode-limits.ts";
import type { DecodedRequest, LogRecord, MetricPoint, Signal, SpanRecord } from "../model/records.ts";
import { RequestBounds } from "../model/request-bounds.ts";
import { eachItem } from "./envelope.ts";
import { JsonFault } from "./json-fault.ts";
import { guardJson } from "./json-guard.ts";
import { describeType, isJsonObject, type JsonObject, type JsonValue } from "./json-value.ts";
import { toLogRecord } from "./logs.ts";
import { addPoints } from "./metrics.ts";
import { toSpan } from "./spans.ts";

/** An `Export*ServiceRequest` in OTLP/JSON. Throws `OtlpDecodeError`, nothing else. */
export function decodeJson(signal: Signal, body: Uint8Array, limits: DecodeLimits): DecodedRequest {
  guardJson(body, limits);
  const request = parse(body);
  const bounds = new RequestBounds(signal, limits);
  try {
    return normalise(signal, request, bounds);
  } catch (fault) {
    if (!(fault instanceof JsonFault)) throw fault;
    throw new OtlpDecodeError("malformed", `The JSON body is not OTLP: ${fault.path} ${fault.message}.`);
  }
}

function parse(body: Uint8Array): JsonObject {
  const text = new TextDecoder().decode(body);
  if (text === "") throw new OtlpDecodeError("malformed", "The JSON body is empty; the smallest request is {}.");
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new OtlpDecodeError("malformed", `The body is not JSON${placeOf(error, text.trimEnd().length)}.`);
  }
  if (!isJsonObject(value))
    throw new OtlpDecodeError("malformed", `The JSON body must be an object, not ${describeType(value)}.`);
  return value;
}

/** V8's message quotes the text around the fault; only the position in it is fit to be repeated, and it is not always there. */
function placeOf(error: unknown, length: number): string {
  if (!(error instanceof SyntaxError)) return "";
  const position = /at position (\d+)/.exec(error.message)?.[1];
  const isEnd = position === undefined ? error.message.startsWith("Unexpected end") : Number(position) >= length;
  if (isEnd) return ": it ends too early";
  return position === undefined ? "" : `, at character ${position}`;
}

function normalise(signal: Signal, request: JsonObject, bounds: RequestBounds): DecodedRequest {
  switch (signal) {
    case "traces":
      return { signal, records: toSpans(request, bounds), ...bounds.report() };
    case "metrics":
      return { signal, records: toPoints(request, bounds), ...bounds.report() };
    case "logs":
      return { signal, records: toLogRecords(request, bounds), ...bounds.report() };
  }
}

const traces = { resourceGroups: "resourceSpans", scopeGroups: "scopeSpans", items: "spans" };
const metrics = { resourceGroups: "resourceMetrics", scopeGroups: "scopeMetrics", items: "metrics" };
const logs = { resourceGroups: "resourceLogs", scopeGroups: "scopeLogs", items: "logRecords" };

function toSpans(request: JsonObject, bounds: RequestBounds): readonly SpanRecord[] {
  const spans: SpanRecord[] = [];
  eachItem(request, traces, {
    bounds,
    visit(span, origin) {
      if (bounds.takeItem()) spans.push(toSpan(span, origin, bounds));
    },
  });
  return spans;
}

function toLogRecords(request: JsonObject, bounds: RequestBounds): readonly LogRecord[] {
  const records: LogRecord[] = [];
  eachItem(request, logs, {
    bounds,
    visit(record, origin) {
      if (bounds.takeItem()) records.push(toLogRecord(record, origin, bounds));
    },
  });
  return records;
}

function toPoints(request: JsonObject, bounds: RequestBounds): readonly MetricPoint[] {
  const points: MetricPoint[] = [];
  eachItem(request, metrics, { bounds, visit: (metric, origin) => addPoints(metric, origin, { points, bounds }) });
  return points;
}
