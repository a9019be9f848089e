import type { AnyValue, Attributes } from "@opentelemetry/api";
import type { ReadableLogRecord, ReadWriteLogRecord } from "@opentelemetry/sdk-logs";

import { replaceAttributes } from "./clean-span.ts";
import type { Cleaner } from "./cleaner.ts";

interface LogParts {
  readonly attributes: Attributes;
  readonly body: AnyValue;
  readonly eventName: string | undefined;
  readonly severityText: string | undefined;
  readonly dropped: boolean;
}

function cleanParts(cleaner: Cleaner, record: ReadableLogRecord): LogParts {
  const { attributes, dropped } = cleaner.attributes(record.attributes, "attribute");
  const body = cleanBody(cleaner, record.body);
  const { eventName, severityText } = record;
  return {
    attributes,
    body: body.value,
    eventName: eventName === undefined ? undefined : cleaner.text(eventName, "event"),
    severityText: severityText === undefined ? undefined : cleaner.text(severityText, "attribute"),
    dropped: dropped || body.dropped,
  };
}

interface CleanBody {
  readonly value: AnyValue;
  readonly dropped: boolean;
}

function cleanBody(cleaner: Cleaner, body: AnyValue): CleanBody {
  if (typeof body === "string") {
    const { text, dropped } = cleaner.sanitizer.text(body, "body");
    return { value: text, dropped };
  }
  if (typeof body !== "object" || body === null) return { value: body, dropped: false };
  return cleaner.sanitizer.sanitize(body, "body");
}

/**
 * Cleans a record that is being emitted where it stands, for the processors behind. False where a rule drops it: it is
 * emptied then.
 */
export function cleanEmittedLog(cleaner: Cleaner, record: ReadWriteLogRecord): boolean {
  const { attributes, body, eventName, severityText, dropped } = cleanParts(cleaner, record);
  replaceAttributes(record.attributes, dropped ? {} : attributes);
  const value = dropped ? "[REDACTED]" : body;
  if (value !== record.body) record.setBody(value);
  if (eventName !== undefined && eventName !== record.eventName) record.setEventName(eventName);
  if (severityText !== undefined && severityText !== record.severityText) record.setSeverityText(severityText);
  replace(record, "instrumentationScope", cleaner.scope(record.instrumentationScope));
  replace(record, "resource", cleaner.resource(record.resource));
  return !dropped;
}

/** Read-only for the compiler alone: the SDK asks for a new object where another scope is meant. */
function replace(record: ReadWriteLogRecord, key: "instrumentationScope" | "resource", value: object): void {
  if (record[key] === value) return;
  if (!Reflect.set(record, key, value) || record[key] !== value) {
    throw new TypeError(`the ${key} of this log record cannot be replaced`);
  }
}

/** The record as it may leave the process; undefined where a rule drops it. */
export function cleanLog(cleaner: Cleaner, record: ReadableLogRecord): ReadableLogRecord | undefined {
  const { attributes, body, eventName, severityText, dropped } = cleanParts(cleaner, record);
  if (dropped) return undefined;
  return {
    hrTime: record.hrTime,
    hrTimeObserved: record.hrTimeObserved,
    resource: cleaner.resource(record.resource),
    instrumentationScope: cleaner.scope(record.instrumentationScope),
    attributes,
    droppedAttributesCount: record.droppedAttributesCount,
    ...(record.spanContext !== undefined && { spanContext: cleaner.spanContext(record.spanContext) }),
    ...(record.severityNumber !== undefined && { severityNumber: record.severityNumber }),
    ...(severityText !== undefined && { severityText }),
    ...(body !== undefined && { body }),
    ...(eventName !== undefined && { eventName }),
  };
}
