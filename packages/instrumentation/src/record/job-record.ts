import {
  ATTR_ERROR_TYPE,
  ATTR_JOB_CRITICALITY,
  ATTR_JOB_GROUP_NAME,
  ATTR_JOB_NAME,
  ATTR_JOB_OWNER_NAME,
  ATTR_JOB_RUN_RESULT,
  ATTR_JOB_SYSTEM_NAME,
  ERROR_TYPE_OTHER,
  JOB_NAME_OVERFLOW,
  MAX_ERROR_TYPES_PER_JOB,
  MAX_JOB_NAMES_ON_METRICS,
} from "@jobscope/semconv";
import type { JobCriticality, JobRunResult } from "@jobscope/semconv";
import type { Attributes } from "@opentelemetry/api";

import type { JobDefinition } from "../model/job-definition.ts";
import { recordConfig } from "./config.ts";
import { runCounts } from "./run-counts.ts";
import { shared } from "./shared.ts";

/** What recording keeps about one job name. */
export interface JobRecord {
  readonly name: string;
  system: string;
  criticality: JobCriticality;
  group: string | undefined;
  owner: string | undefined;
  /** The name on metrics: its own for the first {@link MAX_JOB_NAMES_ON_METRICS} jobs. */
  readonly metricName: string;
  /** `{job.name}` for metrics, made once. */
  readonly nameAttributes: Attributes;
  /** By error type, then result. */
  readonly durationAttributes: Map<string, Map<JobRunResult, Attributes>>;
  readonly errorTypes: Set<string>;
  readonly spanName: string;
  /** What a sampler may decide by, given to the span at its start. */
  samplerAttributes: Attributes;
  consecutiveFailures: number;
  lastStartMs: number;
  lastSuccessMs: number;
  nextRunMs: number;
}

/** Every job name of this process; observed at every collection. */
export const jobRecords: Map<string, JobRecord> = shared("job-records", () => new Map());

export function jobRecord(name: string, definition: JobDefinition): JobRecord {
  const present = jobRecords.get(name);
  if (present !== undefined) {
    describe(present, definition);
    return present;
  }
  const metricName = jobRecords.size < MAX_JOB_NAMES_ON_METRICS ? name : JOB_NAME_OVERFLOW;
  const record: JobRecord = {
    name,
    system: definition.system,
    criticality: definition.criticality ?? "normal",
    group: definition.group,
    owner: definition.owner,
    metricName,
    nameAttributes: { [ATTR_JOB_NAME]: metricName },
    durationAttributes: new Map(),
    errorTypes: new Set(),
    spanName: `run ${name}`,
    samplerAttributes: samplerAttributes(name, definition.criticality ?? "normal"),
    consecutiveFailures: 0,
    lastStartMs: 0,
    lastSuccessMs: 0,
    nextRunMs: 0,
  };
  jobRecords.set(name, record);
  return record;
}

/** A scheduler that takes over a job wrapped by hand names the system; what the options say wins over defaults. */
function describe(record: JobRecord, definition: JobDefinition): void {
  if (definition.system !== "custom") record.system = definition.system;
  record.criticality = definition.criticality ?? record.criticality;
  record.group = definition.group ?? record.group;
  record.owner = definition.owner ?? record.owner;
  record.samplerAttributes = samplerAttributes(record.name, record.criticality);
  record.durationAttributes.clear();
}

const samplerAttributes = (name: string, criticality: JobCriticality): Attributes => ({
  [ATTR_JOB_NAME]: name,
  [ATTR_JOB_CRITICALITY]: criticality,
});

/** An error type as this job may use it: at most {@link MAX_ERROR_TYPES_PER_JOB} different ones. */
export function cappedErrorType(record: JobRecord, type: string): string {
  if (record.errorTypes.has(type)) return type;
  if (record.errorTypes.size >= MAX_ERROR_TYPES_PER_JOB) return ERROR_TYPE_OTHER;
  record.errorTypes.add(type);
  return type;
}

/** Bounded: results times capped error types. Made once each, because the SDK hashes them at every call anyway. */
export function durationAttributes(record: JobRecord, result: JobRunResult, errorType: string): Attributes {
  let byResult = record.durationAttributes.get(errorType);
  if (byResult === undefined) record.durationAttributes.set(errorType, (byResult = new Map()));
  const present = byResult.get(result);
  if (present !== undefined) return present;
  const made: Attributes = {
    [ATTR_JOB_NAME]: record.metricName,
    [ATTR_JOB_SYSTEM_NAME]: record.system,
    [ATTR_JOB_RUN_RESULT]: result,
    [ATTR_JOB_CRITICALITY]: record.criticality,
  };
  if (errorType !== "") made[ATTR_ERROR_TYPE] = errorType;
  if (recordConfig.metricOptIns) {
    if (record.group !== undefined) made[ATTR_JOB_GROUP_NAME] = record.group;
    if (record.owner !== undefined) made[ATTR_JOB_OWNER_NAME] = record.owner;
  }
  byResult.set(result, made);
  return made;
}

export function countResult(record: JobRecord, result: JobRunResult, endMs: number): void {
  runCounts[result]++;
  if (result === "success") {
    record.consecutiveFailures = 0;
    record.lastSuccessMs = endMs;
  } else if (result === "failure" || result === "error" || result === "timeout") {
    record.consecutiveFailures++;
  }
}
