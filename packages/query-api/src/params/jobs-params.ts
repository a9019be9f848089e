import { JOB_HEALTHS } from "@jobscope/tracker";
import type { JobHealth } from "@jobscope/tracker";
import { z } from "zod";

import { DEFAULT_LIMIT, MAX_LIMIT, pageParams } from "./page-params.ts";
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
export interface JobsParams extends Omit<PageParams, "limit">, ScopeParams {
  /** Jobs on a page; where absent see {@link jobsPage}. */
  readonly limit?: number | undefined;
  readonly health?: readonly JobHealth[] | undefined;
  /** Last runs to show with each job; where absent see {@link jobsPage}. */
  readonly runs?: number | undefined;
}

export const jobsParams: ParamsSchema<JobsParams> = z
  .object({
    limit: integer(1, MAX_LIMIT)
      .optional()
      .describe("Items on a page; times `runs` at most 2,000. Default 50, or as many as that allows."),
    cursor: pageParams.cursor,
    ...scopeParams,
    health: someOf(JOB_HEALTHS).optional().describe("Of these healths only."),
    runs: upToHundred
      .optional()
      .describe("Last runs to show with each job; times `limit` at most 2,000. Default 10, or as many as that allows."),
  })
  .superRefine(({ limit = 0, runs = 0 }, context) => {
    if (limit * runs <= MAX_RUNS) return;
    const message = `${limit} jobs with ${runs} runs each are more than ${MAX_RUNS.toLocaleString("en")} runs.`;
    const fix = `Send runs=${most(limit)}, or limit=${most(runs)}, and follow next_cursor.`;
    context.addIssue({ code: "custom", path: ["runs"], message, params: { fix } });
  });

/** How many jobs there are on a page, and how many runs each comes with: what is not said gives way to what is. */
export function jobsPage({ limit, runs }: Pick<JobsParams, "limit" | "runs">): {
  readonly limit: number;
  readonly runsPerJob: number;
} {
  if (limit === undefined)
    return { limit: Math.min(DEFAULT_LIMIT, most(runs ?? DEFAULT_RUNS)), runsPerJob: runs ?? DEFAULT_RUNS };
  return { limit, runsPerJob: runs ?? Math.min(DEFAULT_RUNS, most(limit)) };
}

const most = (times: number): number => Math.floor(MAX_RUNS / Math.max(1, times));

/** `GET jobs/{id}` */
export interface JobParams {
  readonly runs: number;
}

export const jobParams: ParamsSchema<JobParams> = z.object({
  runs: upToHundred.default(DEFAULT_RUNS).describe("Last runs to show."),
});
