import type { Connection } from "../database/connection.ts";
import { numberOf, type Row } from "../database/row.ts";
import { Counters } from "../rows/counters.ts";
import { runsByIds } from "../rows/run-rows.ts";
import { codeOf, RUN_STATES } from "../rows/states.ts";
import { FAILED, LINK_COLUMNS, writeRunLinks } from "./write-run-links.ts";

/** Runs that are in memory at once. */
const BATCH = 500;
const FAILED_CODES = [...FAILED].map((state) => codeOf(RUN_STATES, state)).join(", ");
const NEXT = `SELECT id, service_id, job_id, start_ms, ${LINK_COLUMNS} FROM runs
  WHERE id > ? AND (state IN (${FAILED_CODES}) OR data ->> '$.previousRunId' IS NOT NULL) ORDER BY id LIMIT ${BATCH}`;

/**
 * Groups the errors of runs that were stored before there were groups, and links attempts to those before them, as if they
 * were written now. Inside the transaction of the migration: reads every run once.
 */
export function linkStoredRuns(connection: Connection): void {
  const counters = new Counters(connection);
  for (let rows = connection.all(NEXT, 0); rows.length > 0;) {
    for (const row of rows) linkRun(connection, counters, row);
    counters.flush();
    rows = connection.all(NEXT, Math.max(...rows.map((row) => numberOf(row, "id"))));
  }
}

function linkRun(connection: Connection, counters: Counters, row: Row): void {
  const id = numberOf(row, "id");
  const [run] = runsByIds(connection, [id]);
  if (run === undefined) return;
  const place = { serviceNumber: numberOf(row, "service_id"), jobId: numberOf(row, "job_id") };
  writeRunLinks({ connection, counters }, { run, id, ...place, startMs: numberOf(row, "start_ms"), before: row });
}
