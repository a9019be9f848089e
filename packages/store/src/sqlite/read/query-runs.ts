import type { Run } from "@jobscope/tracker";

import type { Page } from "../../port/page.ts";
import type { RunQuery } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { runsByIds } from "../rows/run-rows.ts";
import { codeOf, RUN_STATES } from "../rows/states.ts";
import type { Cursors } from "./cursor.ts";
import { type JobScopeIds, resolveJobs } from "./job-scope.ts";
import { listPositions, type TimedList } from "./list-sql.ts";
import { limitOf, timedPage, timedStart } from "./page.ts";

export const RUN_LIST: TimedList = { table: "runs", timeColumn: "start_ms" };

const ALL_STATES = RUN_STATES.map((_, code) => code);

/** Runs by start, newest first. */
export function queryRuns(connection: Connection, cursors: Cursors, query: RunQuery): Page<Run> {
  const limit = limitOf(query);
  const rows = listPositions(connection, RUN_LIST, {
    scope: resolveJobs(connection, query),
    states: query.states === undefined ? ALL_STATES : [...new Set(query.states)].map((s) => codeOf(RUN_STATES, s)),
    errorType: query.errorType,
    fromMs: query.fromMs,
    toMs: query.toMs,
    after: timedStart(cursors, "runs", query),
    limit: limit + 1,
  });
  return timedPage(rows, limit, {
    read: (ids) => runsByIds(connection, ids),
    cursorAt: (last) => cursors.encode("runs", query, last),
  });
}

/** The last runs of one job, newest first. */
export function lastRuns(connection: Connection, jobNumber: number, count: number): Run[] {
  if (count <= 0) return [];
  const scope: JobScopeIds = { by: "job", ids: [jobNumber] };
  const none = { fromMs: undefined, toMs: undefined, after: undefined };
  const rows = listPositions(connection, RUN_LIST, { scope, states: ALL_STATES, ...none, limit: count });
  return runsByIds(
    connection,
    rows.map(({ id }) => id),
  );
}
