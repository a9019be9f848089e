import type { ErrorQuery } from "@jobscope/store";

import type { ErrorsParams } from "../params/errors-params.ts";
import { defined } from "./defined.ts";

export function planErrors(params: ErrorsParams): ErrorQuery {
  const { limit, job_id: jobId, error_type: errorType, from, to, ...rest } = params;
  return { limit, ...defined({ ...rest, jobId, errorType, fromMs: from, toMs: to }) };
}
