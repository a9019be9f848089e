import type { Run } from "@jobscope/tracker";

import { resourcePath } from "../model/api-path.ts";
import { isoTime } from "../model/iso-time.ts";
import type { RunErrorResource, RunResource } from "../model/run-resource.ts";
import { instanceIdOf, serviceOfId } from "./identity.ts";
import { cutText, isoTimeOrNull, secondsOrNull, textOrNull } from "./scalars.ts";

/** A list of 1,000 runs stays below a megabyte whatever their errors say. */
export const LIST_MESSAGE_LENGTH = 300;
/** Of one run, and of runs in a file. */
export const DETAIL_MESSAGE_LENGTH = 16_384;
const PROGRESS_MESSAGE_LENGTH = 300;

/** `messageLength`: where the error message is cut. */
export function shapeRun(run: Run, messageLength: number = LIST_MESSAGE_LENGTH): RunResource {
  return {
    id: run.key,
    url: resourcePath("runs", run.key),
    run_id: run.runId,
    job_id: run.jobId,
    job_name: run.jobName,
    service: serviceOfId(run.serviceId),
    instance_id: instanceIdOf(run.instanceKey),
    system: run.systemName,
    criticality: run.criticality,
    state: run.state,
    provisional: run.provisional,
    lost_cause: run.lostCause ?? null,
    ...shapeOrigin(run),
    ...shapeTimes(run),
    ...shapeProgress(run),
    error: shapeError(run, messageLength),
    trace_id: textOrNull(run.traceId),
    span_id: textOrNull(run.spanId),
  };
}

type Origin = Pick<
  RunResource,
  "trigger" | "skip_reason" | "attempt" | "max_attempts" | "previous_run_id" | "scheduled_time" | "slot_id"
>;

function shapeOrigin(run: Run): Origin {
  return {
    trigger: run.trigger ?? null,
    skip_reason: run.skipReason ?? null,
    attempt: run.attempt ?? null,
    max_attempts: run.maxAttempts ?? null,
    previous_run_id: run.previousRunId ?? null,
    scheduled_time: isoTimeOrNull(run.scheduledMs),
    slot_id: run.slotKey ?? null,
  };
}

type Times = Pick<
  RunResource,
  | "start_time"
  | "end_time"
  | "duration_seconds"
  | "delay_seconds"
  | "stuck_time"
  | "overdue_time"
  | "clock_skew_seconds"
  | "first_received_time"
  | "last_received_time"
>;

function shapeTimes(run: Run): Times {
  // A skip never started, whatever its event says of it.
  const hasStarted = run.state !== "skip";
  return {
    start_time: isoTimeOrNull(run.startMs),
    end_time: isoTimeOrNull(run.endMs),
    duration_seconds: hasStarted ? secondsOrNull(run.durationMs) : null,
    delay_seconds: hasStarted ? secondsOrNull(run.delayMs) : null,
    stuck_time: isoTimeOrNull(run.stuckMs),
    overdue_time: isoTimeOrNull(run.overdueMs),
    clock_skew_seconds: secondsOrNull(run.clockSkewMs),
    first_received_time: isoTime(run.firstReceivedMs),
    last_received_time: isoTime(run.lastReceivedMs),
  };
}

function shapeProgress(run: Run): Pick<RunResource, "progress" | "progress_message" | "progress_time"> {
  const message = run.progressMessage?.toWellFormed();
  return {
    progress: run.progress ?? null,
    progress_message: message === undefined ? null : cutText(message, PROGRESS_MESSAGE_LENGTH),
    progress_time: isoTimeOrNull(run.progressMs),
  };
}

function shapeError(run: Run, messageLength: number): RunErrorResource | null {
  if (run.errorType === undefined && run.errorMessage === undefined) return null;
  const message = run.errorMessage?.toWellFormed();
  return {
    type: run.errorType ?? null,
    message: message === undefined ? null : cutText(message, messageLength),
    message_length: message?.length ?? 0,
  };
}
