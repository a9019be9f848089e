import { JOB_HEALTHS } from "@jobscope/tracker";
import type { JobHealth } from "@jobscope/tracker";
import { z } from "zod";

import { pageParams } from "./page-params.ts";
import type { PageParams } from "./page-params.ts";
import { integer, someOf } from "./scalars.ts";
import type { ParamsSchema } from "./schema.ts";
import { scopeParams } from "./scope-params.ts";
import type { ScopeParams } from "./scope-params.ts";

/** Last runs that come with a job unless the caller says otherwise. */
const DEFAULT_RUNS = 10;

const runs = integer(0, 100).default(DEFAULT_RUNS).describe("Last runs to show with each job.");

/** `GET jobs` */
export interface JobsParams extends PageParams, ScopeParams {
  readonly health?: readonly JobHealth[] | undefined;
  /** Last runs to show with each job. */
  readonly runs: number;
}

export const jobsParams: ParamsSchema<JobsParams> = z.object({
  ...pageParams,
  ...scopeParams,
  health: someOf(JOB_HEALTHS).optional(),
  runs,
});

/** `GET jobs/{id}` */
export interface JobParams {
  readonly runs: number;
}

export const jobParams: ParamsSchema<JobParams> = z.object({ runs });
