import type { RunQuery } from "@jobscope/store";

import type { RunsParams } from "../params/runs-params.ts";
import { defined } from "./defined.ts";

export function planRuns(params: RunsParams): RunQuery {
  const { limit, job_id: jobId, error_type: errorType, from, to, result, state, ...scope } = params;
  return { limit, ...defined({ ...scope, jobId, errorType, states: state ?? result, fromMs: from, toMs: to }) };
}
