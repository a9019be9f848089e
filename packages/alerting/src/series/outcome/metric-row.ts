import type { JobEntry } from "./job-entry.ts";
import type { Streak } from "./job-view.ts";

/** Points with failures that are remembered of a job. */
const MAX_FAILED = 64;
/** What a process said of its row of failures counts this long after it fell silent, beside what others say. */
const TOLD_MS = 300_000;

/** What metrics tell of the failures in a row of one job. */
export interface MetricRow {
  /** As each process tells of its own. */
  readonly told: Map<string, { readonly count: number; readonly timeMs: number }>;
  /** Failures by the times of their points, for where no process tells of a row. */
  readonly failed: { readonly timeMs: number; readonly count: number }[];
  newestMs: number;
}

export const newMetricRow = (): MetricRow => ({ told: new Map(), failed: [], newestMs: 0 });

export function noteFailed(row: MetricRow, failed: MetricRow["failed"][number]): void {
  row.failed.push(failed);
  if (row.failed.length > MAX_FAILED) row.failed.shift();
}

/** The longest row that a process tells of; else the failures after the last success. */
function countOf(row: MetricRow, lastGoodMs: number): number {
  for (const [key, { timeMs }] of row.told) if (timeMs < row.newestMs - TOLD_MS) row.told.delete(key);
  if (row.told.size > 0) return Math.max(...[...row.told.values()].map(({ count }) => count));
  return row.failed.reduce((sum, { timeMs, count }) => (timeMs > lastGoodMs ? sum + count : sum), 0);
}

export function setStreak(entry: JobEntry, row: MetricRow, timeMs: number): void {
  const { streak, lastSuccess } = entry;
  const count = countOf(row, lastSuccess?.endMs ?? 0);
  if (count <= 0) {
    entry.endedStreak = streak ?? entry.endedStreak;
    entry.streak = undefined;
    return;
  }
  const lastMs = entry.failures.at(-1)?.endMs ?? timeMs;
  const next: Streak = { count, firstMs: streak?.firstMs ?? lastMs, lastMs };
  entry.streak = lastSuccess === undefined ? next : { ...next, lastGoodMs: lastSuccess.endMs };
}
