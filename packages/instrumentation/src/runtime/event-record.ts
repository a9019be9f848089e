import {
  EVENT_JOB_PROCESS_HEARTBEAT,
  EVENT_JOB_RUN_END,
  EVENT_JOB_RUN_EXCEPTION,
  EVENT_JOB_RUN_HEARTBEAT,
  EVENT_JOB_RUN_PROGRESS,
  EVENT_JOB_RUN_SKIP,
  EVENT_JOB_RUN_START,
  SCOPE_INSTRUMENTATION,
} from "@jobscope/semconv";
import type { AnyValue } from "@opentelemetry/api";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";

/** Job and audit events take the outage buffer; everything else is an ordinary log record. */
export function isBufferedEvent(record: ReadableLogRecord): boolean {
  const name = record.eventName;
  if (name === undefined) return false;
  return (
    name.startsWith("audit.") || (name.startsWith("job.") && record.instrumentationScope.name === SCOPE_INSTRUMENTATION)
  );
}

export const isProcessHeartbeat = (record: ReadableLogRecord): boolean =>
  record.eventName === EVENT_JOB_PROCESS_HEARTBEAT;

/** What is given up first when the buffer is full: 0 before 1 before 2 before 3. */
export type Rank = 0 | 1 | 2 | 3;

const RANKS: Readonly<Record<string, Rank>> = {
  [EVENT_JOB_RUN_PROGRESS]: 0,
  [EVENT_JOB_RUN_HEARTBEAT]: 0,
  [EVENT_JOB_RUN_EXCEPTION]: 1,
  [EVENT_JOB_RUN_START]: 3,
  [EVENT_JOB_RUN_END]: 3,
  [EVENT_JOB_RUN_SKIP]: 3,
};

export const rankOf = (record: ReadableLogRecord): Rank => RANKS[record.eventName ?? ""] ?? 2;

const RECORD_OVERHEAD = 120;
const VALUE_OVERHEAD = 12;

/** Bytes on the wire, roughly: enough to bound a request and a buffer without serialising twice. */
export function estimatedBytes(record: ReadableLogRecord): number {
  return RECORD_OVERHEAD + valueBytes(record.body) + valueBytes(record.attributes);
}

function valueBytes(value: AnyValue): number {
  if (typeof value === "string") return VALUE_OVERHEAD + value.length;
  if (typeof value !== "object" || value === null) return VALUE_OVERHEAD;
  if (value instanceof Uint8Array) return VALUE_OVERHEAD + value.byteLength;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + valueBytes(item), VALUE_OVERHEAD);
  let bytes = VALUE_OVERHEAD;
  for (const [key, item] of Object.entries(value)) bytes += key.length + valueBytes(item);
  return bytes;
}
