import type { LogRecord } from "@jobscope/otlp";
import { ATTR_JOB_RUN_ID } from "@jobscope/semconv";
import { identityOfResource, idWithin } from "@jobscope/tracker";

import type { FactBook } from "./fact-book.ts";
import type { RecordIdentities } from "./record-identities.ts";
import { ownerByRun, ownerByTrace } from "./take-changes.ts";

/** ERROR and above in OTLP's numbering. */
const ERROR = 17;

/** What the record belongs to; undefined where it tells of no error of its own: a job event without a run. */
function ownerOf(record: LogRecord, serviceId: string): string | undefined {
  const runId = record.attributes[ATTR_JOB_RUN_ID];
  if (typeof runId === "string" && runId !== "") return ownerByRun(idWithin(serviceId, runId));
  if (record.eventName.startsWith("job.")) return undefined;
  return record.traceId === "" ? "" : ownerByTrace(record.traceId);
}

export interface ReceivedRecord {
  readonly record: LogRecord;
  /** Of the request that it came with. */
  readonly identities: RecordIdentities;
  readonly receivedMs: number;
}

/** Counts an ERROR record for its service; everything below is nothing to us. */
export function takeRecord(book: FactBook, { record, identities, receivedMs }: ReceivedRecord): void {
  if (record.severityNumber < ERROR || book.needs.errorsMs === 0) return;
  const { service, serviceId, instanceKey } = identityOfResource(record.resource);
  const owner = ownerOf(record, serviceId);
  if (owner === undefined) return;
  if (!book.admits(serviceId)) {
    book.overflowed += 1;
    return;
  }
  const atMs = book.ownMs(instanceKey, record.timeMs || record.observedMs || receivedMs, receivedMs);
  if (atMs <= receivedMs - book.needs.errorsMs) return;
  const { errors } = book.serviceOf(serviceId, service);
  errors.addRecord({ identity: identities.of(record), owner, atMs });
  errors.trim(receivedMs - book.needs.errorsMs);
  book.followers.touch("spikes", serviceId);
}
