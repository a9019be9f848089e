import type { Origin } from "../model/origin.ts";
import type { AnyValue, LogRecord } from "../model/records.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { attributesAt, toAnyValue } from "./any-value.ts";
import { enumAt, idAt, textAt, timeAt, uint32At } from "./json-scalars.ts";
import { type JsonObject, within } from "./json-value.ts";

export function toLogRecord(record: JsonObject, { resource, scope }: Origin, bounds: RequestBounds): LogRecord {
  return {
    resource,
    scope,
    timeMs: timeAt(record, "timeUnixNano"),
    observedMs: timeAt(record, "observedTimeUnixNano"),
    severityNumber: enumAt(record, "severityNumber"),
    severityText: textAt(record, "severityText", bounds),
    eventName: textAt(record, "eventName", bounds),
    body: toBody(record, bounds),
    attributes: attributesAt(record, bounds),
    droppedAttributesCount: uint32At(record, "droppedAttributesCount"),
    traceId: idAt(record, "traceId", 32),
    spanId: idAt(record, "spanId", 16),
    flags: uint32At(record, "flags"),
  };
}

/** `{}` is a body without a value, absent or `null` is no body. */
function toBody(record: JsonObject, bounds: RequestBounds): AnyValue | undefined {
  const body = record["body"];
  return body === undefined || body === null ? undefined : within("body", () => toAnyValue(body, bounds));
}
