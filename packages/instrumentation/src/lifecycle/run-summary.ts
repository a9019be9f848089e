import type { JobItemOutcome, JobRunResult } from "@jobscope/semconv";
import {
  ATTR_ERROR_TYPE,
  ATTR_JOB_NAME,
  ATTR_JOB_RUN_DURATION,
  ATTR_JOB_RUN_ID,
  ATTR_JOB_RUN_RESULT,
  ATTR_JOB_SYSTEM_NAME,
  ATTR_PROCESS_MEMORY_USAGE,
  ATTR_V8JS_HEAP_USED,
  EVENT_PERFORMANCE_RUN,
  ITEMS_ATTRIBUTES,
} from "@jobscope/semconv";
import type { Attributes, Context } from "@opentelemetry/api";

import { emitTo, isLogged } from "../record/event.ts";
import type { JobRecord } from "../record/job-record.ts";
import { processMemory } from "../record/process-memory.ts";
import type { Telemetry } from "../record/telemetry.ts";

interface Summarised {
  readonly record: JobRecord;
  readonly telemetry: Telemetry;
  readonly runId: string;
  readonly context: Context;
}

export interface RunOutcome {
  readonly result: JobRunResult;
  readonly seconds: number;
  /** `""` where it succeeded. */
  readonly errorType: string;
  readonly items: ReadonlyMap<JobItemOutcome, number> | undefined;
}

/** What a run took, as one ordinary log record. */
export function emitSummary(run: Summarised, { result, seconds, errorType, items }: RunOutcome): void {
  if (!isLogged("info")) return;
  const { rss, heapUsed } = processMemory();
  const attributes: Attributes = {
    [ATTR_JOB_NAME]: run.record.name,
    [ATTR_JOB_SYSTEM_NAME]: run.record.system,
    [ATTR_JOB_RUN_ID]: run.runId,
    [ATTR_JOB_RUN_RESULT]: result,
    [ATTR_JOB_RUN_DURATION]: seconds,
    [ATTR_PROCESS_MEMORY_USAGE]: rss,
    [ATTR_V8JS_HEAP_USED]: heapUsed,
  };
  if (errorType !== "") attributes[ATTR_ERROR_TYPE] = errorType;
  if (items !== undefined) for (const [outcome, amount] of items) attributes[ITEMS_ATTRIBUTES[outcome]] = amount;
  emitTo(run.telemetry.logger, {
    severity: "info",
    category: "performance",
    event: EVENT_PERFORMANCE_RUN,
    attributes,
    context: run.context,
  });
}
