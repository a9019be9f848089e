import {
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_EARLY_TOLERANCE,
  ATTR_JOB_FINISH_BY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_MAX_RUNTIME,
  ATTR_JOB_NAME,
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
  ATTR_JOB_SYSTEM_NAME,
  EVENT_JOB_DECLARED,
  EVENT_JOB_SLOT_MISSED,
} from "@jobscope/semconv";
import type { JobSlotMissedCause } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import type { JobDefinition, ScheduleSource } from "../model/job-definition.ts";
import { emitRecord } from "../record/event.ts";
import type { JobRecord } from "../record/job-record.ts";
import { isoInstant } from "../record/real-clock.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { text } from "../record/text.ts";

const jobAttributes = (record: JobRecord): Attributes => ({
  [ATTR_JOB_NAME]: record.name,
  [ATTR_JOB_SYSTEM_NAME]: record.system,
});

/** `job.paused`, `job.resumed`, `job.removed`. */
export function emitSwitched(record: JobRecord, event: string): void {
  emitRecord({ severity: "info", category: "jobs", event, attributes: jobAttributes(record) });
}

export interface Declared {
  readonly record: JobRecord;
  readonly definition: JobDefinition;
  readonly source: ScheduleSource | undefined;
  readonly nextTimes: readonly number[];
}

export function emitDeclared({ record, definition, source, nextTimes }: Declared): void {
  const attributes: Attributes = {
    ...jobAttributes(record),
    [ATTR_JOB_CRITICALITY]: record.criticality,
    [ATTR_JOB_SCOPE]: definition.scope ?? "instance",
    [ATTR_JOB_SCHEDULE_TYPE]: source?.type ?? "none",
    [ATTR_JOB_SCHEDULE_NEXT_TIMES]: nextTimes.map(isoInstant),
  };
  const optional: readonly (readonly [string, string | number | undefined])[] = [
    [ATTR_JOB_GROUP_NAME, record.group],
    [ATTR_JOB_OWNER_NAME, record.owner],
    [ATTR_JOB_SCHEDULE_EXPRESSION, source?.expression && text(source.expression)],
    [ATTR_JOB_SCHEDULE_TIMEZONE, source?.timezone],
    [ATTR_JOB_START_MARGIN, definition.startMargin],
    [ATTR_JOB_EARLY_TOLERANCE, definition.earlyTolerance],
    [ATTR_JOB_MAX_RUNTIME, definition.maxRuntime],
    [ATTR_JOB_FINISH_BY, definition.finishBy],
  ];
  for (const [key, value] of optional) if (value !== undefined) attributes[key] = value;
  emitRecord({ severity: "info", category: "jobs", event: EVENT_JOB_DECLARED, attributes });
}

export interface MissedGap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number | undefined;
  readonly cause: JobSlotMissedCause;
}

export function emitMissed(record: JobRecord, gap: MissedGap): void {
  const attributes: Attributes = {
    ...jobAttributes(record),
    [ATTR_JOB_SLOT_FROM]: isoInstant(gap.fromMs),
    [ATTR_JOB_SLOT_TO]: isoInstant(gap.toMs),
    [ATTR_JOB_SLOT_MISSED_CAUSE]: gap.cause,
  };
  if (gap.count !== undefined) attributes[ATTR_JOB_SLOT_COUNT] = gap.count;
  emitRecord({ severity: "warn", category: "jobs", event: EVENT_JOB_SLOT_MISSED, attributes });
}

export function countMissed(record: JobRecord, count: number, cause: JobSlotMissedCause): void {
  currentTelemetry().instruments?.missed.add(count, {
    [ATTR_JOB_NAME]: record.metricName,
    [ATTR_JOB_SLOT_MISSED_CAUSE]: cause,
  });
}

/** The library could not say when its schedule runs next; said once, naming the job. */
export function emitScheduleUnknown(record: JobRecord, error: unknown): void {
  emitRecord({
    severity: "warn",
    category: "jobs",
    attributes: jobAttributes(record),
    body: text(
      `The scheduler could not tell the next runs of job "${record.name}" (${String(error)}), so missed runs of it are not noticed.`,
    ),
  });
}
