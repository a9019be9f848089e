import type { Trace } from "../../port/logs.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import { spanOf } from "../rows/record-rows.ts";
import { runsByIds, startOf } from "../rows/run-rows.ts";

const MAX_SPANS = 5_000;
const MAX_RUNS = 100;

export const RUNS_OF_TRACE = "SELECT id FROM runs WHERE trace_id = ? LIMIT ?";
export const SPANS_OF_TRACE = "SELECT * FROM spans WHERE trace_id = ? ORDER BY start_ms, id LIMIT ?";

/** The spans of a trace and the runs in it; undefined where neither is stored. */
export function queryTrace(connection: Connection, traceId: string): Trace | undefined {
  const trace = packHex(traceId.toLowerCase());
  if (trace === null) return undefined;
  const spans = connection.all(SPANS_OF_TRACE, trace, MAX_SPANS + 1).map(spanOf);
  const runIds = connection.all(RUNS_OF_TRACE, trace, MAX_RUNS).map((row) => numberOf(row, "id"));
  if (spans.length === 0 && runIds.length === 0) return undefined;
  const runs = runsByIds(connection, runIds).toSorted((a, b) => startOf(a) - startOf(b));
  return { spans: spans.slice(0, MAX_SPANS), truncated: spans.length > MAX_SPANS, runs };
}
