import { ATTR_ERROR_TYPE, ATTR_JOB_STEP_NAME } from "@jobscope/semconv";
import type { RunDetail, StoredLog } from "@jobscope/store";

import type { RunDetailResource } from "../model/run-resource.ts";
import { shapeRevisions } from "./revisions.ts";
import { cutText } from "./scalars.ts";
import { shapeLog, shapeSpan, shapeStep } from "./shape-records.ts";
import { DETAIL_MESSAGE_LENGTH, shapeRun } from "./shape-run.ts";
import { shapeSlot } from "./shape-slot.ts";

const STACK_LENGTH = 65_536;

export function shapeRunDetail(detail: RunDetail): RunDetailResource {
  const { run } = detail;
  const stack = run.errorStack?.toWellFormed();
  return {
    ...shapeRun(run, DETAIL_MESSAGE_LENGTH),
    error_stack: stack === undefined ? null : cutText(stack, STACK_LENGTH),
    error_stack_length: stack?.length ?? 0,
    timezone: detail.job?.schedule.timezone ?? null,
    revisions: shapeRevisions(run.revisions),
    slot: detail.slot === undefined ? null : shapeSlot(detail.slot),
    attempts: detail.attempts.map((attempt) => shapeRun(attempt)),
    events: detail.logs.filter(isJobEvent).map(shapeLog),
    logs: detail.logs.filter((log) => !isJobEvent(log)).map(shapeLog),
    logs_truncated: detail.logsTruncated,
    steps: shapeSteps(detail),
    spans: detail.spans.map(shapeSpan),
    spans_truncated: detail.spansTruncated,
  };
}

/** What the process reports of its runs, as against what somebody logged. */
function isJobEvent({ eventName }: StoredLog): boolean {
  return eventName.startsWith("job.");
}

function shapeSteps({ run, spans }: RunDetail): RunDetailResource["steps"] {
  const steps = spans.filter((span) => span.attributes[ATTR_JOB_STEP_NAME] !== undefined && span.spanId !== run.spanId);
  return steps.map((span) => shapeStep(span, span.attributes[ATTR_ERROR_TYPE]));
}
