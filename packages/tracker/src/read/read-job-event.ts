import type { LogRecord } from "@jobscope/otlp";
import {
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_EARLY_TOLERANCE,
  ATTR_JOB_EVENT_SEQUENCE,
  ATTR_JOB_FINISH_BY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_MAX_RUNTIME,
  ATTR_JOB_OWNER_NAME,
  ATTR_JOB_SCHEDULE_EXPRESSION,
  ATTR_JOB_SCHEDULE_NEXT_TIMES,
  ATTR_JOB_SCHEDULE_TIMEZONE,
  ATTR_JOB_SCHEDULE_TYPE,
  ATTR_JOB_SCOPE,
  ATTR_JOB_SLOT_COUNT,
  ATTR_JOB_SLOT_FROM,
  ATTR_JOB_SLOT_MISSED_CAUSE,
  ATTR_JOB_SLOT_TO,
  ATTR_JOB_START_MARGIN,
  EVENT_JOB_DECLARED,
  EVENT_JOB_PAUSED,
  EVENT_JOB_REMOVED,
  EVENT_JOB_RESUMED,
  EVENT_JOB_SLOT_MISSED,
  JOB_CRITICALITIES,
  JOB_SCHEDULE_TYPES,
  JOB_SCOPES,
  JOB_SLOT_MISSED_CAUSES,
} from "@jobscope/semconv";

import type { JobEvent } from "../model/job-event.ts";
import { withDefined } from "../model/with-defined.ts";
import {
  MalformedAttribute,
  boundInstant,
  readCount,
  readDurationMs,
  readEnum,
  readInstant,
  readInstants,
  readString,
} from "./attribute.ts";
import type { EventHead } from "./read-process-event.ts";
import { readProcessEvent } from "./read-process-event.ts";
import { readRunEvent } from "./read-run-event.ts";
import { readJobFields } from "./read-run-fields.ts";
import { identityOfResource } from "./resource-identity.ts";

/** A start event never carries 0; where the sender sets no time, the collector's observation is the next best. */
export const timeOf = (record: LogRecord): number => boundInstant(record.timeMs || record.observedMs);

function readHead(record: LogRecord): EventHead {
  const { service, serviceId, instanceId } = identityOfResource(record.resource);
  const sequence = readCount(record.attributes, ATTR_JOB_EVENT_SEQUENCE);
  return {
    service,
    serviceId,
    instanceId,
    timeMs: timeOf(record),
    traceId: record.traceId,
    spanId: record.spanId,
    ...(sequence !== undefined && { sequence }),
  };
}

function readDeclared(record: LogRecord, head: EventHead): JobEvent {
  const { attributes } = record;
  return {
    ...head,
    ...readJobFields(attributes),
    kind: EVENT_JOB_DECLARED,
    criticality: readEnum(attributes, ATTR_JOB_CRITICALITY, JOB_CRITICALITIES) ?? "normal",
    scope: readEnum(attributes, ATTR_JOB_SCOPE, JOB_SCOPES) ?? "instance",
    schedule: {
      type: readEnum(attributes, ATTR_JOB_SCHEDULE_TYPE, JOB_SCHEDULE_TYPES) ?? "none",
      ...withDefined(
        {},
        {
          expression: readString(attributes, ATTR_JOB_SCHEDULE_EXPRESSION),
          timezone: readString(attributes, ATTR_JOB_SCHEDULE_TIMEZONE),
        },
      ),
    },
    nextTimesMs: readInstants(attributes, ATTR_JOB_SCHEDULE_NEXT_TIMES),
    ...withDefined(
      {},
      {
        group: readString(attributes, ATTR_JOB_GROUP_NAME),
        owner: readString(attributes, ATTR_JOB_OWNER_NAME),
        startMarginMs: readDurationMs(attributes, ATTR_JOB_START_MARGIN),
        earlyToleranceMs: readDurationMs(attributes, ATTR_JOB_EARLY_TOLERANCE),
        maxRuntimeMs: readDurationMs(attributes, ATTR_JOB_MAX_RUNTIME),
        finishByMs: readDurationMs(attributes, ATTR_JOB_FINISH_BY),
      },
    ),
  };
}

function readMissed(record: LogRecord, head: EventHead): JobEvent {
  const { attributes } = record;
  const fromMs = readInstant(attributes, ATTR_JOB_SLOT_FROM);
  if (fromMs === undefined) throw new MalformedAttribute("a missed slot carries its instant");
  const count = readCount(attributes, ATTR_JOB_SLOT_COUNT);
  return {
    ...head,
    ...readJobFields(attributes),
    kind: EVENT_JOB_SLOT_MISSED,
    fromMs,
    toMs: Math.max(fromMs, readInstant(attributes, ATTR_JOB_SLOT_TO) ?? fromMs),
    cause: readEnum(attributes, ATTR_JOB_SLOT_MISSED_CAUSE, JOB_SLOT_MISSED_CAUSES) ?? "library",
    ...(count !== undefined && { count }),
  };
}

/** Undefined for a record that is no job event. Throws {@link MalformedAttribute} for one that breaks the contract. */
export function readJobEvent(record: LogRecord): JobEvent | undefined {
  const head = readHead(record);
  switch (record.eventName) {
    case EVENT_JOB_DECLARED:
      return readDeclared(record, head);
    case EVENT_JOB_PAUSED:
    case EVENT_JOB_RESUMED:
    case EVENT_JOB_REMOVED:
      return { ...head, ...readJobFields(record.attributes), kind: record.eventName };
    case EVENT_JOB_SLOT_MISSED:
      return readMissed(record, head);
    default:
      return readRunEvent(record, head) ?? readProcessEvent(record, head);
  }
}
