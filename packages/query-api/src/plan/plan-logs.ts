import type { LogQuery } from "@jobscope/store";

import { escapedId } from "../model/id-parts.ts";
import { LOG_LEVELS } from "../model/states.ts";
import type { LogsParams } from "../params/logs-params.ts";
import { defined } from "./defined.ts";

export function planLogs(params: LogsParams): LogQuery {
  const { limit, category, level, job_id: jobId, run, trace_id: traceId, event, from, to, ...rest } = params;
  // A run has an `id` of four parts, of which its `run_id` is one.
  const runKey = run === undefined ? undefined : escapedId(run);
  return {
    limit,
    ...defined({
      ...rest,
      categories: category,
      minSeverity: level && LOG_LEVELS[level],
      jobId,
      runKey,
      runId: runKey === undefined ? run : undefined,
      traceId,
      eventName: event,
      fromMs: from,
      toMs: to,
    }),
  };
}
