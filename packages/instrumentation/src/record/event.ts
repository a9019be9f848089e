import { ATTR_JOB_EVENT_SEQUENCE, ATTR_LOG_CATEGORY, ATTR_LOG_RECORD_UID } from "@jobscope/semconv";
import type { LogCategory } from "@jobscope/semconv";
import type { Attributes, Context, LogRecord, Logger } from "@opentelemetry/api";
import { ROOT_CONTEXT } from "@opentelemetry/api";

import { recordConfig } from "./config.ts";
import { countDropped } from "./drops.ts";
import { cleanAtSource, cleanAttributesAtSource } from "./outgoing.ts";
import { hrTime, wallMs } from "./real-clock.ts";
import type { Severity } from "./severity.ts";
import { SEVERITY_NUMBER, SEVERITY_TEXT, passesEveryLevel } from "./severity.ts";
import { shared } from "./shared.ts";
import { currentTelemetry } from "./telemetry.ts";
import { uuidV7 } from "./uuid.ts";

export interface RecordInput {
  readonly severity: Severity;
  readonly category: LogCategory;
  /** Taken over: the record's own attributes are added to it. */
  readonly attributes: Attributes;
  /** `EventName`; absent for a log line. */
  readonly event?: string;
  readonly body?: string;
  readonly context?: Context;
  /** When it happened, epoch milliseconds; default now, which is also the observed time. */
  readonly timeMs?: number;
}

/** Whether ordinary log records of this level leave the process. */
export const isLogged = (severity: Severity): boolean =>
  SEVERITY_NUMBER[severity] >= SEVERITY_NUMBER[recordConfig.logLevel];

const counter = shared("event-sequence", () => ({ value: 0 }));

/** Emits one log record. A `job.*` event carries the next sequence number of this process. */
export function emitRecord(input: RecordInput): void {
  emitTo(currentTelemetry().logger, input);
}

/** For a run, which knows its logger. */
export function emitTo(logger: Logger | undefined, input: RecordInput): void {
  const { attributes, event } = input;
  if (logger === undefined || (!passesEveryLevel(event) && !isLogged(input.severity))) return;
  attributes[ATTR_LOG_CATEGORY] = input.category;
  attributes[ATTR_LOG_RECORD_UID] = uuidV7();
  if (event?.startsWith("job.")) attributes[ATTR_JOB_EVENT_SEQUENCE] = ++counter.value;
  const observedTimestamp = hrTime(wallMs());
  const clean = cleanAttributesAtSource(attributes);
  if (clean === undefined) return countDropped("logs", "sanitizer_rule");
  const record: LogRecord = {
    timestamp: input.timeMs === undefined ? observedTimestamp : hrTime(input.timeMs),
    observedTimestamp,
    severityNumber: SEVERITY_NUMBER[input.severity],
    severityText: SEVERITY_TEXT[input.severity],
    attributes: clean,
    context: input.context ?? ROOT_CONTEXT,
  };
  if (event !== undefined) record.eventName = cleanAtSource(event, "event");
  if (input.body !== undefined) record.body = cleanAtSource(input.body, "body");
  logger.emit(record);
}
