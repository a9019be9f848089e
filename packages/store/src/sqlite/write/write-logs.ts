import type { LogRecord } from "@jobscope/otlp";
import { ATTR_JOB_RUN_ID, EVENT_JOB_PROCESS_HEARTBEAT, EVENT_JOB_RUN_HEARTBEAT } from "@jobscope/semconv";

import type { AcceptedRecords } from "../../port/write.ts";
import type { Connection } from "../database/connection.ts";
import { encodeAttributes, encodeValue } from "../rows/any-value.ts";
import { packHex } from "../rows/content-key.ts";
import type { Origins, RecordBatch } from "../rows/origins.ts";
import { ownerOfRun } from "../rows/run-owner.ts";
import { logKey, textAttributeOf } from "./log-identity.ts";
import { RecordTally } from "./record-tally.ts";

const INSERT = `INSERT OR IGNORE INTO logs (key, resource_id, scope_id, service_id, owner, related, received_ms, time_ms,
  observed_ms, severity, severity_text, event_name, trace_id, span_id, flags, dropped, body, attributes)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Beats say "still alive", many times a minute: they are state of an instance, not history. */
function isBeat(log: LogRecord): boolean {
  return log.eventName === EVENT_JOB_PROCESS_HEARTBEAT || log.eventName === EVENT_JOB_RUN_HEARTBEAT;
}

/** Stores log records, each once; `owner` is the run they name, else their trace. */
export function writeLogs(
  connection: Connection,
  origins: Origins,
  { records, receivedMs }: RecordBatch<LogRecord>,
): AcceptedRecords {
  const insert = connection.statement(INSERT);
  const tally = new RecordTally();
  let stored = 0;
  let duplicates = 0;
  for (const log of records) {
    if (isBeat(log)) continue;
    const resource = origins.resource(log.resource, receivedMs);
    const scope = origins.scope(log.scope, receivedMs);
    const runId = textAttributeOf(log, ATTR_JOB_RUN_ID);
    const traceId = packHex(log.traceId);
    const { changes } = insert.run(
      logKey(log, { resource, scope }, tally),
      resource.id,
      scope.id,
      resource.serviceNumber,
      runId === "" ? traceId : ownerOfRun(runId),
      runId === "" ? 0 : 1,
      receivedMs,
      log.timeMs || log.observedMs || receivedMs,
      log.observedMs,
      log.severityNumber,
      log.severityText,
      log.eventName,
      traceId,
      packHex(log.spanId),
      log.flags,
      log.droppedAttributesCount,
      encodeValue(log.body),
      encodeAttributes(log.attributes),
    );
    if (changes === 0) duplicates += 1;
    else stored += 1;
  }
  return { stored, duplicates };
}
