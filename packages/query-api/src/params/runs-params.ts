import { JOB_RUN_RESULTS } from "@jobscope/semconv";
import type { JobRunResult } from "@jobscope/semconv";
import type { RunState } from "@jobscope/tracker";
import { z } from "zod";

import { RUN_STATES } from "../model/states.ts";
import { jobId } from "./job-id.ts";
import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { name, someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";

/** `GET runs`; `from` and `to` are about the start of the run. */
export interface RunsParams extends PageParams, ScopeParams, TimeRange {
  /** `id` of a job. */
  readonly job_id?: string | undefined;
  /** Results of finished runs. */
  readonly result?: readonly JobRunResult[] | undefined;
  /** Results, and `running`. */
  readonly state?: readonly RunState[] | undefined;
  readonly error_type?: string | undefined;
}

export const runsParams: ParamsSchema<RunsParams> = z
  .object({
    ...pageParams,
    ...scopeParams,
    job_id: jobId().optional().describe("`id` of a job."),
    result: someOf(JOB_RUN_RESULTS).optional().describe("Results of finished runs."),
    state: someOf(RUN_STATES).optional().describe("Results, and `running`."),
    error_type: name().optional().describe("Exact `error.type`."),
    ...timeRangeParams,
  })
  .superRefine(refuseEmptyRange)
  .superRefine((params, context) => {
    if (params.result === undefined || params.state === undefined) return;
    const fix = "Use state alone: it takes the results and running.";
    const message = "`result` and `state` are two names of one filter.";
    context.addIssue({ code: "custom", path: ["result"], message, params: { fix } });
  });
