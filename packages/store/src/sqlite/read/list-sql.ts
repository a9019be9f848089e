import type { SQLInputValue } from "node:sqlite";

import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import type { JobScopeIds } from "./job-scope.ts";
import { type FetchStream, mergeStreams, newestFirst, type TimedPosition } from "./merge-streams.ts";

export interface TimedList {
  readonly table: "runs" | "slots";
  readonly timeColumn: "start_ms" | "instant_ms";
}

/** One range of one index. */
interface Stream {
  readonly sql: string;
  readonly keys: readonly SQLInputValue[];
}

export interface TimedListRequest {
  readonly scope: JobScopeIds;
  readonly states: readonly number[];
  readonly errorType?: string | undefined;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
  /** Last row of the page before. */
  readonly after: TimedPosition | undefined;
  readonly limit: number;
}

const SCOPE_COLUMN: { readonly [By in JobScopeIds["by"]]: string } = {
  all: "",
  service: "service_id = ? AND ",
  job: "job_id = ? AND ",
};

/** Answered by a covering index alone: the columns of the index in order, then the range of times, newest first. */
export function streamSql(list: TimedList, by: JobScopeIds["by"], withErrorType: boolean): string {
  const { table, timeColumn } = list;
  const error = withErrorType ? "error_type = ? AND " : "";
  return `SELECT ${timeColumn} AS sort, id FROM ${table} WHERE ${SCOPE_COLUMN[by]}${error}state = ?
    AND ${timeColumn} >= ? AND (${timeColumn}, id) < (?, ?) ORDER BY ${timeColumn} DESC, id DESC LIMIT ?`;
}

function streamsOf(list: TimedList, request: TimedListRequest): Stream[] {
  const { scope, errorType } = request;
  const sql = streamSql(list, scope.by, errorType !== undefined);
  const owners: (readonly number[])[] = scope.by === "all" ? [[]] : scope.ids.map((id) => [id]);
  const errors = errorType === undefined ? [] : [errorType];
  return owners.flatMap((owner) => request.states.map((state) => ({ sql, keys: [...owner, ...errors, state] })));
}

/** Rows of a list, newest first, after `after`. */
export function listPositions(connection: Connection, list: TimedList, request: TimedListRequest): TimedPosition[] {
  const fromMs = request.fromMs ?? -Infinity;
  // No row has a negative id, so this position is just before every row of the instant `toMs`.
  const start: TimedPosition = { sort: request.toMs ?? Infinity, id: -1 };
  const { after, limit } = request;
  const fetch: FetchStream<Stream> = (stream, position, count) =>
    connection
      .all(stream.sql, ...stream.keys, fromMs, position.sort, position.id, count)
      .map((row) => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") }));
  const from = after !== undefined && newestFirst(start, after) ? after : start;
  return mergeStreams(streamsOf(list, request), fetch, { after: from, limit, precedes: newestFirst });
}
