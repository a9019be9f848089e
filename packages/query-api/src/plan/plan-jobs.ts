import type { JobQuery } from "@jobscope/store";

import { jobsPage } from "../params/jobs-params.ts";
import type { JobsParams } from "../params/jobs-params.ts";
import { defined } from "./defined.ts";

export function planJobs(params: JobsParams): JobQuery {
  const { limit: _limit, runs: _runs, ...filters } = params;
  return { ...jobsPage(params), ...defined(filters) };
}
