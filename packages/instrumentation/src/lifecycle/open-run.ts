import type { OpenRun } from "../model/job-definition.ts";
import { uuidV7 } from "../record/uuid.ts";
import type { Run } from "./run.ts";

/** A run that another callback ends; without telemetry it has an id and does nothing. */
export function openRun(run: Run | undefined): OpenRun {
  return {
    id: run?.runId ?? uuidV7(),
    succeed: () => run?.succeed(),
    fail: (error) => run?.fail(error),
    cancel: (reason) => run?.cancel(reason),
  };
}
