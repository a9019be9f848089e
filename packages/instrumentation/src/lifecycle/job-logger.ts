import type { LogCategory } from "@jobscope/semconv";
import { ATTR_JOB_NAME, ATTR_JOB_RUN_ATTEMPT, ATTR_JOB_RUN_ID, ATTR_JOB_SYSTEM_NAME } from "@jobscope/semconv";
import type { Attributes, Context } from "@opentelemetry/api";

import type { JobLogger, LogAttributes } from "../model/job.ts";
import { emitRecord, isLogged } from "../record/event.ts";
import { guarded } from "../record/guard.ts";
import type { Severity } from "../record/severity.ts";
import { text } from "../record/text.ts";
import { convertAttributes } from "../record/values.ts";

interface Logging {
  readonly context: Context;
  attributes(): Attributes;
}

const CORRELATION = [ATTR_JOB_NAME, ATTR_JOB_SYSTEM_NAME, ATTR_JOB_RUN_ID, ATTR_JOB_RUN_ATTEMPT] as const;

export function createLogger(run: Logging): JobLogger {
  const line =
    (severity: Severity, category: LogCategory) =>
    (message: string, attributes?: LogAttributes): void => {
      log(run, { severity, category, body: message, attributes });
    };
  return {
    debug: line("debug", "jobs"),
    info: line("info", "jobs"),
    warn: line("warn", "jobs"),
    error: line("error", "errors"),
    performance: line("info", "performance"),
    metrics: line("info", "metrics"),
    audit: (action, attributes) =>
      log(run, { severity: "info", category: "audit", event: `audit.${action}`, body: action, attributes }),
  };
}

interface Line {
  readonly severity: Severity;
  readonly category: LogCategory;
  readonly body: unknown;
  readonly event?: string;
  readonly attributes: LogAttributes | undefined;
}

function log(run: Logging, line: Line): void {
  // Before anything is converted: a line that goes nowhere costs nothing.
  if (line.event === undefined && !isLogged(line.severity)) return;
  guarded("a log line", () => {
    const attributes: Attributes = line.attributes === undefined ? {} : convertAttributes(line.attributes);
    // The correlation is ours: an attribute of the same name would send the line to another run.
    const own = run.attributes();
    for (const key of CORRELATION) if (own[key] !== undefined) attributes[key] = own[key];
    emitRecord({
      severity: line.severity,
      category: line.category,
      attributes,
      body: text(String(line.body)),
      context: run.context,
      ...(line.event !== undefined && { event: text(line.event, 200) }),
    });
  });
}
