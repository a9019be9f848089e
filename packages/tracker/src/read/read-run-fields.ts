import type { Attributes } from "@jobscope/otlp";
import {
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_NAME,
  ATTR_JOB_RUN_ATTEMPT,
  ATTR_JOB_RUN_DELAY,
  ATTR_JOB_RUN_ID,
  ATTR_JOB_RUN_MAX_ATTEMPTS,
  ATTR_JOB_RUN_PREVIOUS_ID,
  ATTR_JOB_RUN_SCHEDULED_TIME,
  ATTR_JOB_RUN_START_TIME,
  ATTR_JOB_RUN_TRIGGER,
  ATTR_JOB_SYSTEM_NAME,
  JOB_CRITICALITIES,
  JOB_RUN_TRIGGERS,
} from "@jobscope/semconv";

import type { RunStartEvent } from "../model/job-event.ts";
import { MalformedAttribute, readCount, readDurationMs, readEnum, readInstant, readString } from "./attribute.ts";

/** Longest job name, run id or instance id taken; longer ones are no identity but a mistake. */
const MAX_ID_LENGTH = 1024;

export function requireString(attributes: Attributes, name: string): string {
  const value = readString(attributes, name);
  if (value === undefined || value === "" || value.length > MAX_ID_LENGTH) {
    throw new MalformedAttribute(`attribute ${name} should be a text of 1 to ${MAX_ID_LENGTH} characters`);
  }
  return value;
}

export interface JobFields {
  readonly jobName: string;
  readonly systemName: string;
}

export function readJobFields(attributes: Attributes): JobFields {
  return {
    jobName: requireString(attributes, ATTR_JOB_NAME),
    systemName: readString(attributes, ATTR_JOB_SYSTEM_NAME) ?? "custom",
  };
}

type RunFieldNames =
  | "runId"
  | "criticality"
  | "trigger"
  | "attempt"
  | "maxAttempts"
  | "previousRunId"
  | "scheduledMs"
  | "startMs"
  | "delayMs";
export type RunFields = JobFields & { [K in RunFieldNames]: RunStartEvent[K] | undefined } & { runId: string };

export function readRunFields(attributes: Attributes): RunFields {
  return {
    ...readJobFields(attributes),
    runId: requireString(attributes, ATTR_JOB_RUN_ID),
    criticality: readEnum(attributes, ATTR_JOB_CRITICALITY, JOB_CRITICALITIES),
    trigger: readEnum(attributes, ATTR_JOB_RUN_TRIGGER, JOB_RUN_TRIGGERS),
    attempt: readCount(attributes, ATTR_JOB_RUN_ATTEMPT),
    maxAttempts: readCount(attributes, ATTR_JOB_RUN_MAX_ATTEMPTS),
    previousRunId: readString(attributes, ATTR_JOB_RUN_PREVIOUS_ID),
    scheduledMs: readInstant(attributes, ATTR_JOB_RUN_SCHEDULED_TIME),
    startMs: readInstant(attributes, ATTR_JOB_RUN_START_TIME),
    delayMs: readDurationMs(attributes, ATTR_JOB_RUN_DELAY),
  };
}
