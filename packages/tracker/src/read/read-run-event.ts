import type { LogRecord } from "@jobscope/otlp";
import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
  ATTR_JOB_RUN_DURATION,
  ATTR_JOB_RUN_HEARTBEAT_INTERVAL,
  ATTR_JOB_RUN_PROGRESS,
  ATTR_JOB_RUN_PROGRESS_MESSAGE,
  ATTR_JOB_RUN_RESULT,
  ATTR_JOB_RUN_SKIP_REASON,
  DEFAULT_HEARTBEAT_INTERVAL_MS,
  ERROR_TYPE_OTHER,
  EVENT_JOB_RUN_END,
  EVENT_JOB_RUN_EXCEPTION,
  EVENT_JOB_RUN_HEARTBEAT,
  EVENT_JOB_RUN_PROGRESS,
  EVENT_JOB_RUN_SKIP,
  EVENT_JOB_RUN_START,
  JOB_RUN_RESULTS,
  JOB_RUN_SKIP_REASONS,
} from "@jobscope/semconv";

import type { JobEvent } from "../model/job-event.ts";
import { withDefined } from "../model/with-defined.ts";
import { MalformedAttribute, readDurationMs, readEnum, readNumber, readString } from "./attribute.ts";
import type { EventHead } from "./read-process-event.ts";
import { readRunFields } from "./read-run-fields.ts";

type RunBase = EventHead & { readonly jobName: string; readonly systemName: string; readonly runId: string };

function readRunEnd(record: LogRecord, base: RunBase): JobEvent {
  const { attributes } = record;
  const result = readEnum(attributes, ATTR_JOB_RUN_RESULT, JOB_RUN_RESULTS);
  if (result === undefined) throw new MalformedAttribute("the end of a run carries its result");
  return {
    ...base,
    kind: EVENT_JOB_RUN_END,
    result,
    ...withDefined(
      {},
      {
        durationMs: readDurationMs(attributes, ATTR_JOB_RUN_DURATION),
        errorType: readString(attributes, ATTR_ERROR_TYPE),
        errorMessage: readString(attributes, ATTR_EXCEPTION_MESSAGE),
        skipReason: readEnum(attributes, ATTR_JOB_RUN_SKIP_REASON, JOB_RUN_SKIP_REASONS),
      },
    ),
  };
}

function readException(record: LogRecord, base: RunBase): JobEvent {
  const { attributes } = record;
  const type = readString(attributes, ATTR_EXCEPTION_TYPE) ?? readString(attributes, ATTR_ERROR_TYPE);
  return {
    ...base,
    kind: EVENT_JOB_RUN_EXCEPTION,
    errorType: type ?? ERROR_TYPE_OTHER,
    errorMessage: readString(attributes, ATTR_EXCEPTION_MESSAGE) ?? "",
    errorStack: readString(attributes, ATTR_EXCEPTION_STACKTRACE) ?? "",
  };
}

function readProgress(record: LogRecord, base: RunBase): JobEvent {
  const progress = readNumber(record.attributes, ATTR_JOB_RUN_PROGRESS);
  const message = readString(record.attributes, ATTR_JOB_RUN_PROGRESS_MESSAGE);
  return {
    ...base,
    kind: EVENT_JOB_RUN_PROGRESS,
    ...(progress !== undefined && { progress: Math.min(1, Math.max(0, progress)) }),
    ...(message !== undefined && { message }),
  };
}

const RUN_EVENTS: Readonly<Record<string, (record: LogRecord, base: RunBase) => JobEvent>> = {
  [EVENT_JOB_RUN_START]: (_record, base) => ({ ...base, kind: EVENT_JOB_RUN_START }),
  [EVENT_JOB_RUN_HEARTBEAT]: (record, base) => ({
    ...base,
    kind: EVENT_JOB_RUN_HEARTBEAT,
    intervalMs: Math.max(
      100,
      readDurationMs(record.attributes, ATTR_JOB_RUN_HEARTBEAT_INTERVAL) ?? DEFAULT_HEARTBEAT_INTERVAL_MS,
    ),
  }),
  [EVENT_JOB_RUN_PROGRESS]: readProgress,
  [EVENT_JOB_RUN_END]: readRunEnd,
  [EVENT_JOB_RUN_EXCEPTION]: readException,
  [EVENT_JOB_RUN_SKIP]: (record, base) => ({
    ...base,
    kind: EVENT_JOB_RUN_SKIP,
    reason: readEnum(record.attributes, ATTR_JOB_RUN_SKIP_REASON, JOB_RUN_SKIP_REASONS) ?? "window",
  }),
};

export function readRunEvent(record: LogRecord, head: EventHead): JobEvent | undefined {
  const read = RUN_EVENTS[record.eventName];
  if (read === undefined) return undefined;
  const base: RunBase = withDefined(head, readRunFields(record.attributes)) as RunBase;
  return read(record, base);
}
