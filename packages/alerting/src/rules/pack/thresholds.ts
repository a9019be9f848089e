/** Thresholds of the default rules; durations are milliseconds, shares 0 to 1. */
export interface PackThresholds {
  /** Share of failed runs of a job within an hour. */
  readonly failureRate: number;
  readonly averageDuration: number;
  /** Share of the heap or of the container's memory. */
  readonly memory: number;
  readonly consecutiveFailures: number;
  readonly stuck: number;
  /** Errors of a service within an hour. */
  readonly errorSpike: number;
}

export const DEFAULT_THRESHOLDS: PackThresholds = {
  failureRate: 0.05,
  averageDuration: 3_600_000,
  memory: 0.85,
  consecutiveFailures: 3,
  stuck: 7_200_000,
  errorSpike: 10,
};

/** Where the runbooks of the default rules stand, relative to the project's documentation; anchors are the rules' names. */
export const RUNBOOKS = "docs/alerting/runbooks.md";

export function runbookOf(rule: string): string {
  return `${RUNBOOKS}#${rule.toLowerCase()}`;
}
