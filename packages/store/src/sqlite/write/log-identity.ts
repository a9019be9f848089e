import type { LogRecord } from "@jobscope/otlp";
import { ATTR_JOB_RUN_ID, ATTR_LOG_RECORD_UID } from "@jobscope/semconv";

import { canonical, canonicalAttributes, contentKey, type ContentKey, timeOfUuid } from "../rows/content-key.ts";
import type { RecordOrigin } from "../rows/origins.ts";
import type { RecordTally } from "./record-tally.ts";

export function textAttributeOf(record: Pick<LogRecord, "attributes">, name: string): string {
  const value = record.attributes[name];
  return typeof value === "string" ? value : "";
}

/** Everything that the sender said about the record, in one normalised text. */
function contentOf(log: LogRecord, { resource, scope }: RecordOrigin): string {
  const plain = [log.timeMs, log.observedMs, log.severityNumber, log.severityText, log.eventName];
  const ids = [log.traceId, log.spanId, log.flags];
  return `c${resource.key}${scope.key}${JSON.stringify([plain, ids])}${canonical(log.body)}${canonicalAttributes(log.attributes)}`;
}

/**
 * By what a log record is the same as one that came before: its uid within its service; else run, event and time for
 * a `job.*` event; else its content, and its number among equals of the request.
 */
export function logKey(log: LogRecord, from: RecordOrigin, tally: RecordTally): ContentKey {
  const { serviceId } = from.resource;
  const uid = textAttributeOf(log, ATTR_LOG_RECORD_UID);
  if (uid !== "") return contentKey(timeOfUuid(uid), `u${serviceId}\n${uid}`);
  const runId = textAttributeOf(log, ATTR_JOB_RUN_ID);
  if (runId !== "" && log.eventName.startsWith("job.")) {
    return contentKey(log.timeMs, `e${serviceId}\n${log.eventName}\n${log.timeMs}\n${runId}`);
  }
  return contentKey(log.timeMs, tally.distinguish(contentOf(log, from)));
}
