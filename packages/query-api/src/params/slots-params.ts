import type { SlotState } from "@jobscope/tracker";
import { z } from "zod";

import { SLOT_STATES } from "../model/states.ts";
import { jobId } from "./job-id.ts";
import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";
import { refuseEmptyRange, timeRangeParams } from "./time-range.ts";
import type { TimeRange } from "./time-range.ts";

/** `GET slots`; `from` and `to` are about the instant of the slot. */
export interface SlotsParams extends PageParams, ScopeParams, TimeRange {
  /** `id` of a job. */
  readonly job_id?: string | undefined;
  readonly state?: readonly SlotState[] | undefined;
}

export const slotsParams: ParamsSchema<SlotsParams> = z
  .object({
    ...pageParams,
    ...scopeParams,
    job_id: jobId().optional().describe("`id` of a job."),
    state: someOf(SLOT_STATES)
      .optional()
      .describe("Of these states only; without it and without a range: those that have come."),
    ...timeRangeParams,
  })
  .superRefine(refuseEmptyRange);
