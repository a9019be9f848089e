import type { LogQuery } from "@jobscope/store";

import { LOG_LEVELS } from "../model/states.ts";
import { escapedId } from "../params/job-id.ts";
import type { LogsParams } from "../params/logs-params.ts";
import { defined } from "./defined.ts";

/** Parts of a run's `id`; its `run_id` is one of them. */
const KEY_PARTS = 4;

export function planLogs(params: LogsParams): LogQuery {
  const { limit, category, level, job_id: jobId, run, trace_id: traceId, event, from, to, ...rest } = params;
  const isKey = run !== undefined && run.split("~").length >= KEY_PARTS;
  return {
    limit,
    ...defined({
      ...rest,
      categories: category,
      minSeverity: level && LOG_LEVELS[level],
      jobId,
      runKey: isKey ? escapedId(run) : undefined,
      runId: isKey ? undefined : run,
      traceId,
      eventName: event,
      fromMs: from,
      toMs: to,
    }),
  };
}
