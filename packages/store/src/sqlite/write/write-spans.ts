import type { SpanRecord } from "@jobscope/otlp";
import { ATTR_JOB_RUN_ID } from "@jobscope/semconv";

import type { AcceptedRecords } from "../../port/write.ts";
import type { Connection } from "../database/connection.ts";
import { definedOnly, encodeAttributes, encodeValue } from "../rows/any-value.ts";
import { canonicalAttributes, contentKey, packHex } from "../rows/content-key.ts";
import type { Origins, RecordBatch, RecordOrigin } from "../rows/origins.ts";
import { RecordTally } from "./record-tally.ts";

const INSERT = `INSERT OR IGNORE INTO spans (trace_id, span_id, resource_id, scope_id, related, received_ms,
  parent_span_id, name, kind, start_ms, end_ms, status, status_message, trace_state, flags, attributes, events, links)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** A span without ids, which the specification forbids but senders produce: known by its content. */
function contentOf(span: SpanRecord, { resource, scope }: RecordOrigin): string {
  const plain = [span.traceId, span.spanId, span.parentSpanId, span.name, span.kind, span.startMs, span.endMs];
  return `s${resource.key}${scope.key}${JSON.stringify(plain)}${canonicalAttributes(span.attributes)}`;
}

function spanKey(span: SpanRecord, from: RecordOrigin, tally: RecordTally): Uint8Array | string {
  const id = span.traceId === "" ? null : packHex(span.spanId);
  return id ?? contentKey(span.startMs, tally.distinguish(contentOf(span, from)));
}

/** Stores spans, each once, by trace and span id. */
export function writeSpans(
  connection: Connection,
  origins: Origins,
  { records, receivedMs }: RecordBatch<SpanRecord>,
): AcceptedRecords {
  const insert = connection.statement(INSERT);
  const tally = new RecordTally();
  let stored = 0;
  for (const span of records) {
    const resource = origins.resource(span.resource, receivedMs);
    const scope = origins.scope(span.scope, receivedMs);
    const { changes } = insert.run(
      packHex(span.traceId) ?? "",
      spanKey(span, { resource, scope }, tally),
      resource.id,
      scope.id,
      span.attributes[ATTR_JOB_RUN_ID] === undefined ? 0 : 1,
      receivedMs,
      packHex(span.parentSpanId),
      span.name,
      span.kind,
      span.startMs,
      span.endMs,
      span.statusCode,
      span.statusMessage,
      span.traceState,
      span.flags,
      encodeAttributes(span.attributes),
      span.events.length === 0
        ? ""
        : encodeValue(span.events.map((event) => [event.timeMs, event.name, definedOnly(event.attributes)])),
      span.links.length === 0
        ? ""
        : encodeValue(
            span.links.map((link) => [link.traceId, link.spanId, link.traceState, definedOnly(link.attributes)]),
          ),
    );
    stored += Number(changes);
  }
  return { stored, duplicates: records.length - stored };
}
