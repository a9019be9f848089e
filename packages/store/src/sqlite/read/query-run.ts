import { idWithin, partsOfId } from "@jobscope/tracker";
import type { Run, RunKey } from "@jobscope/tracker";

import type { StoredSpan } from "../../port/logs.ts";
import type { RunDetail } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import { spanOf } from "../rows/record-rows.ts";
import { findRun, runRefOf, runsByIds } from "../rows/run-rows.ts";
import { findSlot } from "../rows/slot-rows.ts";
import { attemptsOf } from "./query-attempts.ts";
import { findJob } from "./query-jobs.ts";
import { SPANS_OF_TRACE } from "./query-trace.ts";
import { logsOfRun } from "./run-logs.ts";

const MAX_SPANS = 1_000;

function spansOf(connection: Connection, run: Run): StoredSpan[] {
  const trace = packHex(run.traceId);
  return trace === null ? [] : connection.all(SPANS_OF_TRACE, trace, MAX_SPANS + 1).map(spanOf);
}

/** By the id that its service knows a run by; of several services the newest. */
export const NEWEST_BY_RUN_ID = `SELECT r.id FROM services s CROSS JOIN runs r ON r.service_id = s.id AND r.run_ref = ?
  ORDER BY r.id DESC LIMIT 1`;

function findByRunId(connection: Connection, runId: string): Run | undefined {
  const row = connection.get(NEWEST_BY_RUN_ID, runRefOf(idWithin("", runId))[1]);
  return row && runsByIds(connection, [numberOf(row, "id")])[0];
}

export function queryRun(connection: Connection, key: RunKey): RunDetail | undefined {
  const run = partsOfId(key)?.length === 4 ? findRun(connection, key) : findByRunId(connection, key);
  if (run === undefined) return undefined;
  const { logs, truncated: logsTruncated } = logsOfRun(connection, run);
  const spans = spansOf(connection, run);
  return {
    run,
    job: findJob(connection, run.jobId),
    slot: run.slotKey === undefined ? undefined : findSlot(connection, run.slotKey),
    attempts: attemptsOf(connection, run),
    logs,
    spans: spans.slice(0, MAX_SPANS),
    logsTruncated,
    spansTruncated: spans.length > MAX_SPANS,
  };
}
