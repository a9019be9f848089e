import type { DiagLogger } from "@opentelemetry/api";
import { DiagConsoleLogger, DiagLogLevel, diag } from "@opentelemetry/api";

import { warnThrough } from "../record/guard.ts";
import { cleanText, currentSanitizer } from "../record/outgoing.ts";

/** OTEL_LOG_LEVEL shows OpenTelemetry's own messages; without it only ours are shown, as process warnings. */
export function setDiagnostics(): void {
  const level = process.env["OTEL_LOG_LEVEL"]?.trim().toUpperCase();
  const known = Object.entries(DiagLogLevel).find(([name]) => name === level)?.[1];
  if (typeof known === "number") {
    diag.setLogger(sanitized(new DiagConsoleLogger()), { logLevel: known, suppressOverrideMessage: true });
  } else warnAsProcess();
}

export const warnAsProcess = (): void => warnThrough((message) => process.emitWarning(message, "JobscopeWarning"));

/** OpenTelemetry's messages quote URLs, replies, and values that it rejects. */
function sanitized(logger: DiagLogger): DiagLogger {
  const through =
    (level: keyof DiagLogger) =>
    (message: string, ...args: unknown[]): void =>
      logger[level](cleanText(message), ...args.map(cleanArgument));
  return {
    error: through("error"),
    warn: through("warn"),
    info: through("info"),
    debug: through("debug"),
    verbose: through("verbose"),
  };
}

function cleanArgument(value: unknown): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  const sanitizer = currentSanitizer();
  return sanitizer === undefined ? value : sanitizer.sanitize(value).value;
}
