import { types } from "node:util";

import { ATTR_ERROR_TYPE, ATTR_JOB_NAME, ATTR_JOB_RUN_ID, ATTR_JOB_STEP_NAME } from "@jobscope/semconv";
import type { Context, Span } from "@opentelemetry/api";
import { SpanStatusCode, context, trace } from "@opentelemetry/api";

import { failureOf } from "../record/failure.ts";
import { guarded } from "../record/guard.ts";
import { cleanAtSource } from "../record/outgoing.ts";
import type { Telemetry } from "../record/telemetry.ts";
import { text } from "../record/text.ts";
import { observePromise } from "./observe-promise.ts";

interface Stepping {
  readonly name: string;
  readonly runId: string;
  readonly context: Context;
  readonly telemetry: Telemetry;
}

/** `fn` as a child span of the run, or of the step that it is called in. */
export function runStep<T>(run: Stepping, name: string, fn: () => T): T {
  const parent = parentOf(run);
  const span = guarded("a step", () => startSpan(run, name, parent));
  if (span === undefined) return fn();
  let result: T;
  try {
    result = context.with(trace.setSpan(parent, span), fn);
  } catch (error) {
    end(span, error, true);
    throw error;
  }
  if (types.isPromise(result)) {
    observePromise(
      result,
      () => end(span, undefined, false),
      (error) => end(span, error, true),
    );
  } else {
    end(span, undefined, false);
  }
  return result;
}

/** The active context may belong to somebody else's trace, or be missing without a context manager. */
function parentOf(run: Stepping): Context {
  const active = context.active();
  const traceId = trace.getSpanContext(active)?.traceId;
  return traceId !== undefined && traceId === trace.getSpanContext(run.context)?.traceId ? active : run.context;
}

function startSpan(run: Stepping, name: string, parent: Context): Span | undefined {
  const step = cleanAtSource(text(name, 200), "span_name");
  const attributes = { [ATTR_JOB_NAME]: run.name, [ATTR_JOB_RUN_ID]: run.runId, [ATTR_JOB_STEP_NAME]: step };
  return run.telemetry.tracer?.startSpan(step, { attributes }, parent);
}

function end(span: Span, error: unknown, failed: boolean): void {
  guarded("the end of a step", () => {
    if (failed) {
      const failure = failureOf(error);
      span.setAttribute(ATTR_ERROR_TYPE, failure.type);
      span.setStatus({ code: SpanStatusCode.ERROR, message: cleanAtSource(failure.message, "status") });
    }
    span.end();
  });
}
