import type { JobQuery } from "@jobscope/store";

import type { JobsParams } from "../params/jobs-params.ts";
import { defined } from "./defined.ts";

export function planJobs(params: JobsParams): JobQuery {
  const { limit, runs, ...filters } = params;
  return { limit, runsPerJob: runs, ...defined(filters) };
}
