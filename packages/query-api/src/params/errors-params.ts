import type { ErrorSource } from "@jobscope/store";
import { z } from "zod";

import { ERROR_SOURCES } from "../model/states.ts";
import { jobId } from "./job-id.ts";
import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { name, oneOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";

/** `GET errors`; `from` and `to`: first seen before `to` and last seen at `from` or later. */
export interface ErrorsParams extends PageParams, ScopeParams, TimeRange {
  /** `id` of a job. */
  readonly job_id?: string | undefined;
  readonly error_type?: string | undefined;
  readonly source?: ErrorSource | undefined;
}

export const errorsParams: ParamsSchema<ErrorsParams> = z
  .object({
    ...pageParams,
    ...scopeParams,
    job_id: jobId().optional().describe("`id` of a job."),
    error_type: name().optional().describe("Exact `error.type`."),
    source: oneOf(ERROR_SOURCES).optional().describe("Failed runs, or error records that belong to no run."),
    ...timeRangeParams,
  })
  .superRefine(refuseEmptyRange);
