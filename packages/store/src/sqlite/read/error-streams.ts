import type { ErrorQuery } from "../../port/errors.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import type { JobScopeIds } from "./job-scope.ts";
import { type FetchStream, newestFirst, oldestFirst, type Precedes, type TimedPosition } from "./merge-streams.ts";

type Streams = { readonly [By in JobScopeIds["by"]]: string };

/** Last seen first: of a job, last seen in that job. */
export const ERROR_STREAMS: Streams = {
  all: `SELECT last_ms AS sort, id FROM error_groups WHERE last_ms >= ? AND (last_ms, id) < (?, ?)
    ORDER BY last_ms DESC, id DESC LIMIT ?`,
  service: `SELECT last_ms AS sort, id FROM error_groups WHERE service_id = ? AND last_ms >= ? AND (last_ms, id) < (?, ?)
    ORDER BY last_ms DESC, id DESC LIMIT ?`,
  job: `SELECT last_ms AS sort, group_id AS id FROM error_jobs WHERE job_id = ? AND last_ms >= ?
    AND (last_ms, group_id) < (?, ?) ORDER BY last_ms DESC, group_id DESC LIMIT ?`,
};

/**
 * By number, which is the order in which groups were first seen. What is told apart by time alone is left to the filter, so
 * that a page of all groups is one range of rows; those of a service are at most some 2,000, and sorted.
 */
export const ERROR_STREAMS_BY_NUMBER: Streams = {
  all: "SELECT id AS sort, id FROM error_groups WHERE id > ? ORDER BY id LIMIT ?",
  service: `SELECT id AS sort, id FROM error_groups INDEXED BY error_groups_by_service WHERE service_id = ? AND last_ms >= ?
    AND id > ? ORDER BY id LIMIT ?`,
  job: `SELECT group_id AS sort, group_id AS id FROM error_jobs INDEXED BY error_jobs_by_job WHERE job_id = ? AND last_ms >= ?
    AND group_id > ? ORDER BY group_id LIMIT ?`,
};

interface ErrorOrder {
  readonly fetch: FetchStream<readonly number[]>;
  readonly start: TimedPosition;
  readonly precedes: Precedes;
}

/** How one list of errors is read: `owner` of a stream is empty for everything. */
export function errorOrder(connection: Connection, by: JobScopeIds["by"], query: ErrorQuery): ErrorOrder {
  const { order = "last_seen", fromMs = -Infinity } = query;
  const positions = (sql: string, ...values: readonly number[]): readonly TimedPosition[] =>
    connection.all(sql, ...values).map((row) => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") }));
  switch (order) {
    case "last_seen":
      return {
        fetch: (owner, { sort, id }, count) => positions(ERROR_STREAMS[by], ...owner, fromMs, sort, id, count),
        start: { sort: Infinity, id: -1 },
        precedes: newestFirst,
      };
    case "first_seen": {
      const sql = ERROR_STREAMS_BY_NUMBER[by];
      return {
        fetch: (owner, { id }, count) => positions(sql, ...(by === "all" ? [] : [...owner, fromMs]), id, count),
        start: { sort: -1, id: -1 },
        precedes: oldestFirst,
      };
    }
  }
}
