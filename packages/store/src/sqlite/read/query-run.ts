import { idWithin, partsOfId } from "@jobscope/tracker";
import type { Run, RunKey } from "@jobscope/tracker";

import type { StoredLog, StoredSpan } from "../../port/logs.ts";
import type { RunDetail } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import { logOf, spanOf } from "../rows/record-rows.ts";
import { ownerOfRun } from "../rows/run-owner.ts";
import { findRun, runIdOf, runRefOf, runsByIds } from "../rows/run-rows.ts";
import { findSlot } from "../rows/slot-rows.ts";
import { attemptsOf } from "./query-attempts.ts";
import { findJob } from "./query-jobs.ts";
import { SPANS_OF_TRACE } from "./query-trace.ts";

const MAX_RECORDS = 1_000;

export const LOGS_OF_RUN = `SELECT * FROM logs WHERE owner = ? AND +service_id = (SELECT id FROM services WHERE key = ?)
  ORDER BY time_ms, id LIMIT ?`;
export const LOGS_OF_TRACE = "SELECT * FROM logs WHERE owner = ? ORDER BY time_ms, id LIMIT ?";

/** Records that name the run, and those of its trace that name none, oldest first. */
function logsOf(connection: Connection, run: Run): StoredLog[] {
  const trace = packHex(run.traceId);
  const ofRun = connection.all(LOGS_OF_RUN, ownerOfRun(runIdOf(run.key)), run.serviceId, MAX_RECORDS + 1);
  const ofTrace = trace === null ? [] : connection.all(LOGS_OF_TRACE, trace, MAX_RECORDS + 1);
  return [...ofRun, ...ofTrace].map(logOf).toSorted((a, b) => a.timeMs - b.timeMs);
}

function spansOf(connection: Connection, run: Run): StoredSpan[] {
  const trace = packHex(run.traceId);
  return trace === null ? [] : connection.all(SPANS_OF_TRACE, trace, MAX_RECORDS + 1).map(spanOf);
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
  const logs = logsOf(connection, run);
  const spans = spansOf(connection, run);
  return {
    run,
    job: findJob(connection, run.jobId),
    slot: run.slotKey === undefined ? undefined : findSlot(connection, run.slotKey),
    attempts: attemptsOf(connection, run),
    logs: logs.slice(0, MAX_RECORDS),
    spans: spans.slice(0, MAX_RECORDS),
    logsTruncated: logs.length > MAX_RECORDS,
    spansTruncated: spans.length > MAX_RECORDS,
  };
}
