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

/** Runs on one page of jobs: each is read, sent and shaped, while everybody else waits. */
const MAX_RUNS = 2000;

const upToHundred = integer(0, 100);

/** `GET jobs` */
export interface JobsParams extends PageParams, ScopeParams {
  readonly health?: readonly JobHealth[] | undefined;
  /** Last runs to show with each job; where absent see {@link runsPerJob}. */
  readonly runs?: number | undefined;
}

export const jobsParams: ParamsSchema<JobsParams> = z
  .object({
    ...pageParams,
    ...scopeParams,
    health: someOf(JOB_HEALTHS).optional().describe("Of these healths only."),
    runs: upToHundred
      .optional()
      .describe(
        "Last runs to show with each job; `limit` times `runs` is at most 2,000. Default 10, or as many as that allows.",
      ),
  })
  .superRefine(({ limit, runs = 0 }, context) => {
    if (limit * runs <= MAX_RUNS) return;
    const message = `${limit} jobs with ${runs} runs each are more than ${MAX_RUNS.toLocaleString("en")} runs.`;
    const fix = `Send runs=${Math.floor(MAX_RUNS / limit)}, or limit=${Math.floor(MAX_RUNS / runs)}, and follow next_cursor.`;
    context.addIssue({ code: "custom", path: ["runs"], message, params: { fix } });
  });

/** How many runs each job comes with. */
export function runsPerJob({ limit, runs }: Pick<JobsParams, "limit" | "runs">): number {
  return runs ?? Math.min(DEFAULT_RUNS, Math.floor(MAX_RUNS / limit));
}

/** `GET jobs/{id}` */
export interface JobParams {
  readonly runs: number;
}

export const jobParams: ParamsSchema<JobParams> = z.object({
  runs: upToHundred.default(DEFAULT_RUNS).describe("Last runs to show."),
});
