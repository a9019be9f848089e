import type { JobId } from "@jobscope/tracker";

import type { DurationBaseline } from "../../port/metrics.ts";
import { bucketAt, DAY_MS, RESOLUTIONS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { OWNER_JOB } from "../rows/owners.ts";
import { codeOf, RUN_STATES } from "../rows/states.ts";
import { ROLLUPS_IN_STEPS, RunTally } from "./run-tally.ts";

const BASELINE_DAYS = 28;
const SUCCESS = codeOf(RUN_STATES, "success");

/** Of successful runs that ended today (UTC) and on the 27 days before. */
export function queryDurationBaseline(
  connection: Connection,
  jobId: JobId,
  nowMs: number,
): DurationBaseline | undefined {
  const job = connection.get("SELECT id FROM job_keys WHERE key = ?", jobId);
  if (job === undefined) return undefined;
  const end = bucketAt(DAY_MS, nowMs) + 1;
  const first = end - BASELINE_DAYS;
  const days = [DAY_MS, first * DAY_MS, DAY_MS, RESOLUTIONS.indexOf("day")] as const;
  const rows = connection
    .all(ROLLUPS_IN_STEPS, ...days, OWNER_JOB, numberOf(job, "id"), first, end)
    .filter((row) => row["state"] === SUCCESS && numberOf(row, "timed_runs") > 0);
  const tally = new RunTally();
  for (const row of rows) tally.add(row);
  const summary = tally.durations();
  const [oldest] = rows;
  if (summary === undefined || oldest === undefined) return undefined;
  return { ...summary, sinceMs: (first + numberOf(oldest, "step")) * DAY_MS };
}
