import type { AttributeRow } from "./attribute-definition.ts";
import { ATTR_PROCESS_MEMORY_USAGE, ATTR_V8JS_HEAP_USED } from "./attributes.ts";
import type { JobItemOutcome, JobRunResult } from "./enums.ts";
import { JOB_ITEM_OUTCOMES, JOB_RUN_RESULTS } from "./enums.ts";

/** Attribute of a run's summary for the items of each outcome. */
export const ITEMS_ATTRIBUTES: Readonly<Record<JobItemOutcome, string>> = {
  success: "job.run.items.success",
  failure: "job.run.items.failure",
  skip: "job.run.items.skip",
};

/** Attribute of a process snapshot for the runs of each result. */
export const RUNS_ATTRIBUTES: Readonly<Record<JobRunResult, string>> = {
  success: "job.process.runs.success",
  failure: "job.process.runs.failure",
  error: "job.process.runs.error",
  timeout: "job.process.runs.timeout",
  cancellation: "job.process.runs.cancellation",
  skip: "job.process.runs.skip",
};

/** Attributes of run summaries and process snapshots. */
export const MEASUREMENT_ATTRIBUTES: readonly AttributeRow[] = [
  ...JOB_ITEM_OUTCOMES.map((outcome): AttributeRow => [
    ITEMS_ATTRIBUTES[outcome],
    "double",
    "no",
    `Items with outcome \`${outcome}\` that the run reported; absent where it reported none.`,
    "240",
  ]),
  ...JOB_RUN_RESULTS.map((result): AttributeRow => [
    RUNS_ATTRIBUTES[result],
    "int",
    "no",
    `Runs of the process that ended with \`${result}\` since the last snapshot.`,
    "12",
  ]),
  [
    ATTR_PROCESS_MEMORY_USAGE,
    "int",
    "no",
    "Resident memory of the process in bytes, at most a second old.",
    "85000000",
  ],
  [ATTR_V8JS_HEAP_USED, "int", "no", "Used JavaScript heap in bytes, at most a second old.", "21000000"],
];
