import type { SeverityNumber } from "@opentelemetry/api";

export const SEVERITIES = ["debug", "info", "warn", "error"] as const;
export type Severity = (typeof SEVERITIES)[number];

// The numbers of the OTLP specification.
export const SEVERITY_NUMBER: Readonly<Record<Severity, SeverityNumber>> = { debug: 5, info: 9, warn: 13, error: 17 };
export const SEVERITY_TEXT: Readonly<Record<Severity, string>> = {
  debug: "DEBUG",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
};

export const DEFAULT_LOG_LEVEL: Severity = "info";

/** Undefined where the text names no level. */
export function severityFrom(text: string | undefined): Severity | undefined {
  const wanted = text?.trim().toLowerCase();
  return SEVERITIES.find((severity) => severity === wanted);
}

/** Events that no level holds back: the monitor builds its runs from the ones, an auditor relies on the others. */
export const passesEveryLevel = (eventName: string | undefined): boolean =>
  eventName !== undefined && (eventName.startsWith("job.") || eventName.startsWith("audit."));
