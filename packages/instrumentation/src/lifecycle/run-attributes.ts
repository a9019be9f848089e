import {
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_NAME,
  ATTR_JOB_OWNER_NAME,
  ATTR_JOB_RUN_ATTEMPT,
  ATTR_JOB_RUN_DELAY,
  ATTR_JOB_RUN_ID,
  ATTR_JOB_RUN_MAX_ATTEMPTS,
  ATTR_JOB_RUN_PREVIOUS_ID,
  ATTR_JOB_RUN_SCHEDULED_TIME,
  ATTR_JOB_RUN_START_TIME,
  ATTR_JOB_RUN_TRIGGER,
  ATTR_JOB_SYSTEM_NAME,
} from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import type { RunStart } from "../model/job-definition.ts";
import type { JobRecord } from "../record/job-record.ts";
import { isoInstant } from "../record/real-clock.ts";

interface Identified {
  readonly record: JobRecord;
  readonly runId: string;
  readonly startMs: number;
  readonly start: RunStart | undefined;
}

export function runAttributes({ record, runId, startMs, start }: Identified): Attributes {
  const attributes: Attributes = {
    [ATTR_JOB_NAME]: record.name,
    [ATTR_JOB_SYSTEM_NAME]: record.system,
    [ATTR_JOB_CRITICALITY]: record.criticality,
    [ATTR_JOB_RUN_ID]: runId,
    [ATTR_JOB_RUN_START_TIME]: isoInstant(startMs),
  };
  if (record.group !== undefined) attributes[ATTR_JOB_GROUP_NAME] = record.group;
  if (record.owner !== undefined) attributes[ATTR_JOB_OWNER_NAME] = record.owner;
  if (start !== undefined) addStart(attributes, start, startMs);
  return attributes;
}

function addStart(attributes: Attributes, start: RunStart, startMs: number): void {
  if (start.trigger !== undefined) attributes[ATTR_JOB_RUN_TRIGGER] = start.trigger;
  if (start.attempt !== undefined) attributes[ATTR_JOB_RUN_ATTEMPT] = start.attempt;
  if (start.maxAttempts !== undefined) attributes[ATTR_JOB_RUN_MAX_ATTEMPTS] = start.maxAttempts;
  if (start.previousRunId !== undefined) attributes[ATTR_JOB_RUN_PREVIOUS_ID] = start.previousRunId;
  const slotMs = start.scheduledTime?.getTime();
  if (slotMs === undefined || !Number.isFinite(slotMs)) return;
  attributes[ATTR_JOB_RUN_SCHEDULED_TIME] = isoInstant(slotMs);
  attributes[ATTR_JOB_RUN_DELAY] = (startMs - slotMs) / 1000;
}
