import type { LogRecord } from "@jobscope/otlp";
import { ATTR_LOG_RECORD_UID } from "@jobscope/semconv";
import { identityOfResource } from "@jobscope/tracker";

import { hashOf } from "../../model/labels.ts";

/** So much of a record's content tells it from others of the same millisecond. */
const MAX_CONTENT = 2_048;

/**
 * What the records of one request are known by, so that a request that is sent again counts nothing twice: their uid, else
 * their content, with an ordinal for equal ones of one request.
 */
export class RecordIdentities {
  readonly #equals = new Map<string, number>();

  of(record: LogRecord): string {
    const uid = record.attributes[ATTR_LOG_RECORD_UID];
    if (typeof uid === "string" && uid !== "") return uid;
    const content = contentOf(record);
    const ordinal = this.#equals.get(content) ?? 0;
    this.#equals.set(content, ordinal + 1);
    return `${content} ${ordinal}`;
  }
}

function contentOf(record: LogRecord): string {
  const { resource, timeMs, observedMs, eventName, severityNumber, traceId, spanId, body = null, attributes } = record;
  const { instanceKey } = identityOfResource(resource);
  const content = [eventName, severityNumber, traceId, spanId, body, attributes];
  const said = JSON.stringify(content, (_key, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
  return `${timeMs || observedMs} ${hashOf(`${instanceKey} ${said.length} ${said.slice(0, MAX_CONTENT)}`)}`;
}
