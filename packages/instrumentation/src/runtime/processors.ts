import type { SeverityNumber } from "@opentelemetry/api";
import { TraceFlags } from "@opentelemetry/api";
import type { LogRecordProcessor, ReadWriteLogRecord, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";

import { passesEveryLevel } from "../record/severity.ts";
import type { BatchQueue } from "./batch-queue.ts";
import { isBufferedEvent } from "./event-record.ts";
import type { EventSender } from "./event-sender.ts";

export function batchSpanProcessor(queue: BatchQueue<ReadableSpan>): SpanProcessor {
  return {
    onStart: () => {},
    onEnd: (span) => {
      if ((span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0) queue.add(span);
    },
    forceFlush: () => queue.flush(),
    shutdown: () => queue.shutdown(),
  };
}

/**
 * Ordinary log records of at least `minimum`; one that names no severity passes. Job and audit events have a processor
 * of their own.
 */
export function batchLogProcessor(queue: BatchQueue<ReadableLogRecord>, minimum: SeverityNumber): LogRecordProcessor {
  const isLow = (severity: SeverityNumber | undefined): boolean => (severity ?? 0) > 0 && (severity ?? 0) < minimum;
  return {
    enabled: ({ severityNumber, eventName }) => passesEveryLevel(eventName) || !isLow(severityNumber),
    onEmit: (record: ReadWriteLogRecord) => {
      if (!isBufferedEvent(record) && !isLow(record.severityNumber)) queue.add(record);
    },
    forceFlush: () => queue.flush(),
    shutdown: () => queue.shutdown(),
  };
}

/** Job and audit events, into the outage buffer. */
export function eventProcessor(sender: EventSender, flushTimeoutMs: number): LogRecordProcessor {
  return {
    enabled: ({ eventName }) => passesEveryLevel(eventName),
    onEmit: (record: ReadWriteLogRecord) => {
      if (isBufferedEvent(record)) sender.add(record);
    },
    forceFlush: async () => {
      await sender.flush(flushTimeoutMs);
    },
    shutdown: async () => {
      await sender.flush(flushTimeoutMs);
      sender.close();
    },
  };
}
