import { z } from "zod";

import { DAY_MS, MINUTE_MS } from "../model/time-units.ts";
import { duration } from "./duration.ts";
import { jobId } from "./job-id.ts";
import { someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";

/** What can be shown over time. */
export const METRIC_PARTS = [
  "runs",
  "active",
  "memory",
  "workers",
  "items",
  "email",
  "components",
  "eventloop",
] as const;
export type MetricPart = (typeof METRIC_PARTS)[number];

export const MAX_STEP_MS: number = 31 * DAY_MS;

/** `GET metrics` */
export interface MetricsParams extends ScopeParams, TimeRange {
  /** `id` of a job. */
  readonly job_id?: string | undefined;
  /** Milliseconds. */
  readonly step?: number | undefined;
  readonly include: readonly MetricPart[];
}

export const metricsParams: ParamsSchema<MetricsParams> = z
  .object({
    ...scopeParams,
    job_id: jobId().optional().describe("`id` of one job."),
    ...timeRangeParams,
    step: duration({ minMs: MINUTE_MS, maxMs: MAX_STEP_MS, unitMs: MINUTE_MS })
      .optional()
      .describe("Length of a step in whole minutes, up to 31 days; by default such that there are 60 to 300 points."),
    include: someOf(METRIC_PARTS).default(["runs", "active"]).describe("What is shown; the rest is null."),
  })
  .superRefine(refuseEmptyRange);
