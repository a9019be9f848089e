import {
  ATTR_ERROR_TYPE,
  ATTR_EXCEPTION_MESSAGE,
  ATTR_EXCEPTION_STACKTRACE,
  ATTR_EXCEPTION_TYPE,
  ATTR_JOB_RUN_DURATION,
  ATTR_JOB_RUN_RESULT,
  EVENT_JOB_RUN_EXCEPTION,
} from "@jobscope/semconv";
import type { Attributes, Context } from "@opentelemetry/api";

import { emitRecord } from "../record/event.ts";
import type { Failure } from "../record/failure.ts";

interface Failed {
  readonly context: Context;
  attributes(): Attributes;
}

/** The error that ended a run, before its end event: whoever sees the end has the error already. */
export function recordException(run: Failed, failure: Failure): void {
  const attributes: Attributes = { ...run.attributes(), [ATTR_EXCEPTION_TYPE]: failure.type };
  delete attributes[ATTR_JOB_RUN_RESULT];
  delete attributes[ATTR_JOB_RUN_DURATION];
  attributes[ATTR_ERROR_TYPE] ??= failure.type;
  if (failure.message !== "") attributes[ATTR_EXCEPTION_MESSAGE] = failure.message;
  if (failure.stack !== "") attributes[ATTR_EXCEPTION_STACKTRACE] = failure.stack;
  emitRecord({
    severity: "error",
    category: "errors",
    event: EVENT_JOB_RUN_EXCEPTION,
    attributes,
    context: run.context,
  });
}
