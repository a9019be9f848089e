import type { JobQuery } from "@jobscope/store";

import { runsPerJob } from "../params/jobs-params.ts";
import type { JobsParams } from "../params/jobs-params.ts";
import { defined } from "./defined.ts";

export function planJobs(params: JobsParams): JobQuery {
  const { limit, runs: _runs, ...filters } = params;
  return { limit, runsPerJob: runsPerJob(params), ...defined(filters) };
}
