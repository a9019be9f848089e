import type { SpanRecord } from "@jobscope/otlp";
import {
  ATTR_ERROR_TYPE,
  ATTR_JOB_NAME,
  ATTR_JOB_RUN_DURATION,
  ATTR_JOB_RUN_ID,
  ATTR_JOB_RUN_RESULT,
  JOB_RUN_RESULTS,
} from "@jobscope/semconv";

import type { RunSpan } from "../model/job-event.ts";
import { withDefined } from "../model/with-defined.ts";
import { boundInstant, readDurationMs, readEnum, readString } from "./attribute.ts";
import { readRunFields } from "./read-run-fields.ts";
import { identityOfResource } from "./resource-identity.ts";

const STATUS_ERROR = 2;
const RUN_SPAN_PREFIX = "run ";

/** Steps and outgoing calls are children of the run's span and may carry the run's id too: only `run {job.name}` is the run. */
export function isRunSpan(span: SpanRecord): boolean {
  const name = span.attributes[ATTR_JOB_NAME];
  return (
    span.attributes[ATTR_JOB_RUN_ID] !== undefined &&
    (span.name.startsWith(RUN_SPAN_PREFIX) || (span.parentSpanId === "" && name !== undefined))
  );
}

export function readRunSpan(span: SpanRecord): RunSpan {
  const { service, serviceId, instanceId } = identityOfResource(span.resource);
  const startMs = boundInstant(span.startMs);
  const endMs = Math.max(startMs, boundInstant(span.endMs));
  const fields = readRunFields(span.attributes);
  const exception = span.events.find(({ name }) => name === "exception");
  const message = exception === undefined ? undefined : readString(exception.attributes, "exception.message");
  const told = readEnum(span.attributes, ATTR_JOB_RUN_RESULT, JOB_RUN_RESULTS);
  return {
    kind: "span",
    service,
    serviceId,
    instanceId,
    timeMs: endMs,
    traceId: span.traceId,
    spanId: span.spanId,
    endMs,
    durationMs: readDurationMs(span.attributes, ATTR_JOB_RUN_DURATION) ?? endMs - startMs,
    result: told ?? (span.statusCode === STATUS_ERROR ? "failure" : "success"),
    ...withDefined({ jobName: fields.jobName, systemName: fields.systemName, runId: fields.runId }, fields),
    // The wall clock of the start event, where the span carries it, is no business of the span's own clock.
    startMs,
    ...withDefined(
      {},
      {
        errorType: readString(span.attributes, ATTR_ERROR_TYPE),
        errorMessage: message ?? (span.statusMessage === "" ? undefined : span.statusMessage),
      },
    ),
  };
}
