import type { Link } from "@opentelemetry/api";
import { SpanKind } from "@opentelemetry/api";

import { linkToParentProcess } from "../propagate/root.ts";
import type { Severity } from "./severity.ts";
import { DEFAULT_LOG_LEVEL, severityFrom } from "./severity.ts";
import { shared } from "./shared.ts";

/** What `start()` may change about recording; one per process. */
export interface RecordConfig {
  spanKind: SpanKind;
  /** The lowest level of log records that leave the process; job and audit events always do. */
  logLevel: Severity;
  /** Adds `job.run.trigger`, `job.group.name` and `job.owner.name` to metrics. */
  metricOptIns: boolean;
  processLink: Link | undefined;
  /** Called after a failed run of a critical job, or the change of a component's health, was recorded. */
  onCriticalFailure: (() => void) | undefined;
}

export const recordConfig: RecordConfig = shared("record-config", () => ({
  spanKind: SpanKind.INTERNAL,
  logLevel: severityFrom(process.env["JOBSCOPE_LOG_LEVEL"]) ?? DEFAULT_LOG_LEVEL,
  metricOptIns: false,
  processLink: linkToParentProcess(process.env),
  onCriticalFailure: undefined,
}));
