import type { StoredLog, StoredSpan } from "../../port/logs.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { decodeAttributes, decodeValue } from "./any-value.ts";
import { unpackHex } from "./content-key.ts";

export function logOf(row: Row): StoredLog {
  return {
    timeMs: numberOf(row, "time_ms"),
    severityNumber: numberOf(row, "severity"),
    severityText: textOf(row, "severity_text"),
    eventName: textOf(row, "event_name"),
    body: decodeValue(textOf(row, "body")),
    attributes: decodeAttributes(textOf(row, "attributes")),
    traceId: unpackHex(row["trace_id"]),
    spanId: unpackHex(row["span_id"]),
  };
}

const SPAN_ID_BYTES = 8;

/** A span that came without an id is stored under a key of its content, which is longer. */
function spanIdOf(row: Row): string {
  const value = row["span_id"];
  return value instanceof Uint8Array && value.length > SPAN_ID_BYTES ? "" : unpackHex(value);
}

export function spanOf(row: Row): StoredSpan {
  return {
    traceId: unpackHex(row["trace_id"]),
    spanId: spanIdOf(row),
    parentSpanId: unpackHex(row["parent_span_id"]),
    name: textOf(row, "name"),
    kind: numberOf(row, "kind"),
    startMs: numberOf(row, "start_ms"),
    endMs: numberOf(row, "end_ms"),
    statusCode: numberOf(row, "status"),
    statusMessage: textOf(row, "status_message"),
    attributes: decodeAttributes(textOf(row, "attributes")),
  };
}
