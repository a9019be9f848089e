import { isoTime } from "@jobscope/query-api";
import type { PlannedExpiry, RetentionKind, RetentionPlan } from "@jobscope/store";

import { megabytes } from "../output/contents-text.ts";
import { textTable } from "../output/text-table.ts";

const NAMES: Readonly<Record<RetentionKind, string>> = {
  other_logs: "other logs",
  other_spans: "other spans",
  run_logs: "logs of runs",
  run_spans: "spans of runs",
  metric_points: "metric points",
  slots: "slots",
  runs: "runs",
};

/** What a clean-up would delete now, for people. */
export function planText(plan: RetentionPlan): string {
  const rows = plan.kinds.map((kind) => [
    NAMES[kind.kind],
    String(kind.rows),
    isoTime(kind.beforeMs),
    span(kind),
    kind.rows === 0 ? "" : `~${megabytes(kind.estimatedBytes)}`,
  ]);
  const table = textTable(["KIND", "ROWS", "OLDER THAN", "FROM / TO", "FREES"], rows);
  return `${table}${capText(plan)}Nothing was deleted. Beside these go small things: counters, ended instances, alerts and audit after a year.\n`;
}

function span({ oldestMs, newestMs }: PlannedExpiry): string {
  return oldestMs === undefined || newestMs === undefined ? "" : `${isoTime(oldestMs)} / ${isoTime(newestMs)}`;
}

function capText({ liveBytes, bytes, maxBytes, overBytes }: RetentionPlan): string {
  const size = `The file has ${megabytes(bytes)}, ${megabytes(liveBytes)} of it in use; it may have ${megabytes(maxBytes)}`;
  if (overBytes === 0) return `${size}.\n`;
  return `${size}: about ${megabytes(overBytes)} more must go, other logs and spans first, then metric points, logs and spans of runs, slots and runs.\n`;
}

/** For machines: names as in the API. */
export function planJson(plan: RetentionPlan): string {
  const kinds = plan.kinds.map(({ kind, rows, beforeMs, oldestMs, newestMs, estimatedBytes }) => ({
    kind,
    rows,
    before_time: isoTime(beforeMs),
    oldest_time: oldestMs === undefined ? null : isoTime(oldestMs),
    newest_time: newestMs === undefined ? null : isoTime(newestMs),
    estimated_bytes: estimatedBytes,
  }));
  const { bytes, liveBytes, maxBytes, overBytes } = plan;
  const size = { bytes, live_bytes: liveBytes, max_bytes: maxBytes, over_bytes: overBytes };
  return `${JSON.stringify({ deletes: kinds, ...size }, null, 2)}\n`;
}
