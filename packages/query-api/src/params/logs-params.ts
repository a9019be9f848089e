import { LOG_CATEGORIES } from "@jobscope/semconv";
import type { LogCategory } from "@jobscope/semconv";
import { z } from "zod";

import { LOG_LEVEL_NAMES } from "../model/states.ts";
import type { LogLevel } from "../model/states.ts";
import { jobId } from "./job-id.ts";
import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { name, oneOf, someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";
import { traceId } from "./trace-id.ts";
import { words } from "./words.ts";

/** `GET logs`; `from` and `to` are about the record's own time. */
export interface LogsParams extends PageParams, ScopeParams, TimeRange {
  readonly category?: readonly LogCategory[] | undefined;
  /** The lowest level to show. */
  readonly level?: LogLevel | undefined;
  /** `id` of a job. */
  readonly job_id?: string | undefined;
  /** `id` or `run_id` of a run. */
  readonly run?: string | undefined;
  readonly trace_id?: string | undefined;
  /** Exact event name. */
  readonly event?: string | undefined;
  readonly text?: string | undefined;
}

export const logsParams: ParamsSchema<LogsParams> = z
  .object({
    ...pageParams,
    ...scopeParams,
    category: someOf(LOG_CATEGORIES).optional().describe("Of these categories only."),
    level: oneOf(LOG_LEVEL_NAMES).optional().describe("The lowest level to show."),
    job_id: jobId().optional().describe("`id` of a job."),
    run: name().optional().describe("`id` or `run_id` of a run; with it comes what its trace holds."),
    trace_id: traceId().optional().describe("32 hexadecimal digits."),
    event: name().optional().describe("Exact event name, such as job.run.end."),
    text: words().optional().describe("Words in any order; `*` ends the beginning of the last one: paym*."),
    ...timeRangeParams,
  })
  .superRefine(refuseEmptyRange);
