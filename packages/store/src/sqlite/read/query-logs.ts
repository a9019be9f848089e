import { ATTR_JOB_RUN_ID } from "@jobscope/semconv";

import type { LogHit, LogQuery } from "../../port/logs.ts";
import type { Page } from "../../port/page.ts";
import { InvalidCursorError } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { categoryOf } from "../rows/log-numbers.ts";
import { logOf } from "../rows/record-rows.ts";
import type { Cursors } from "./cursor.ts";
import { filteredPage, MAX_EXAMINED } from "./filtered-page.ts";
import { type JobScopeIds, resolveJobs } from "./job-scope.ts";
import { logFilter } from "./log-filter.ts";
import { type LogStream, logStreams } from "./log-streams.ts";
import { type FetchStream, newestFirst, type TimedPosition } from "./merge-streams.ts";
import { limitOf } from "./page.ts";
import { searchExpression } from "./search-words.ts";

/** By the records' own time; or by receipt, in which the index of words holds them. */
type Order = "time" | "receipt";

export const LOG_WORDS = `SELECT rowid AS sort, rowid AS id FROM logs_text WHERE logs_text MATCH ? AND rowid < ?
  ORDER BY rowid DESC LIMIT ?`;
export const LOG_BY_NUMBER = `SELECT l.*, s.environment, s.namespace, s.service, coalesce(j.name, '') AS job_name FROM logs l
  JOIN services s ON s.id = l.service_id LEFT JOIN job_keys j ON j.id = l.job_id WHERE l.id = ?`;
export const LOGS_WITHIN = "SELECT count(*) AS n FROM (SELECT 1 FROM logs WHERE time_ms >= ? AND time_ms < ? LIMIT ?)";

interface Start {
  readonly order: Order;
  readonly after: TimedPosition | undefined;
}

export function queryLogs(connection: Connection, cursors: Cursors, query: LogQuery): Page<LogHit> {
  const words = query.text === undefined ? undefined : searchExpression(connection, query.text);
  // A text without any word is in no record.
  if (query.text !== undefined && words === undefined) return { items: [] };
  const scope = resolveJobs(connection, query);
  const start = startOf(connection, cursors, query);
  const asked = { scope, words };
  const page =
    start.order === "time"
      ? timePage(connection, query, { ...asked, start })
      : wordPage(connection, query, { ...asked, start });
  const items = page.items.map((id) => hitOf(connection, id)).filter((hit) => hit !== undefined);
  if (page.next === undefined) return { items };
  return { items, nextCursor: cursors.encode(listOf(start.order), query, page.next) };
}

interface Asked {
  readonly scope: JobScopeIds;
  readonly words: string | undefined;
  readonly start: Start;
}

type PageOfIds = ReturnType<typeof filteredPage<unknown, number>>;

function timePage(connection: Connection, query: LogQuery, { scope, words, start }: Asked): PageOfIds {
  const fromMs = query.fromMs ?? -Infinity;
  const first: TimedPosition = { sort: query.toMs ?? Infinity, id: -1 };
  const { after } = start;
  const fetch: FetchStream<LogStream> = ({ sql, keys }, { sort, id }, count) =>
    connection.all(sql, ...keys, fromMs, sort, id, count).map(positionOf);
  return filteredPage({
    streams: logStreams(connection, query, scope),
    fetch,
    after: after !== undefined && newestFirst(first, after) ? after : first,
    limit: limitOf(query),
    select: selectWith(connection, query, { scope, words }),
  });
}

function wordPage(connection: Connection, query: LogQuery, { scope, words, start }: Asked): PageOfIds {
  const fetch: FetchStream<string> = (expression, { sort }, count) =>
    connection.all(LOG_WORDS, expression, Math.min(sort, Number.MAX_SAFE_INTEGER), count).map(positionOf);
  return filteredPage({
    streams: words === undefined ? [] : [words],
    fetch,
    after: start.after ?? { sort: Infinity, id: -1 },
    limit: limitOf(query),
    select: selectWith(connection, query, { scope, words: undefined }),
  });
}

function selectWith(connection: Connection, query: LogQuery, asked: Omit<Asked, "start">) {
  const filter = logFilter(connection, query, asked);
  return (rows: readonly TimedPosition[]) => filter(rows).map((at) => ({ at, item: at.id }));
}

const positionOf = (row: Row): TimedPosition => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") });
const listOf = (order: Order): string => `logs by ${order}`;

/** A list goes on in the order in which it began, whatever came in between. */
function startOf(connection: Connection, cursors: Cursors, query: LogQuery): Start {
  if (query.cursor === undefined) return { order: orderOf(connection, query), after: undefined };
  for (const order of ["time", "receipt"] as const) {
    const after = decoded(cursors, query, { order, cursor: query.cursor });
    if (after !== undefined) return { order, after };
  }
  throw new InvalidCursorError("cursor: not one of this list with these filters; start again without a cursor");
}

function decoded(
  cursors: Cursors,
  query: LogQuery,
  { order, cursor }: { readonly order: Order; readonly cursor: string },
): TimedPosition | undefined {
  try {
    const { sort, id } = cursors.decode(listOf(order), query, cursor);
    return { sort: Number(sort), id };
  } catch (error) {
    if (error instanceof InvalidCursorError) return undefined;
    throw error;
  }
}

/** Words are looked for in their own index, unless the run, the trace or the span of time leaves few records anyway. */
function orderOf(connection: Connection, query: LogQuery): Order {
  const { text, runKey, runId, traceId, fromMs, toMs } = query;
  if (text === undefined || runKey !== undefined || runId !== undefined || traceId !== undefined) return "time";
  if (fromMs === undefined) return "receipt";
  const row = connection.get(LOGS_WITHIN, fromMs, toMs ?? Infinity, MAX_EXAMINED + 1);
  return row !== undefined && numberOf(row, "n") <= MAX_EXAMINED ? "time" : "receipt";
}

function hitOf(connection: Connection, id: number): LogHit | undefined {
  const row = connection.get(LOG_BY_NUMBER, id);
  if (row === undefined) return undefined;
  const log = logOf(row);
  const runId = log.attributes[ATTR_JOB_RUN_ID];
  return {
    ...log,
    id,
    service: {
      environment: textOf(row, "environment"),
      namespace: textOf(row, "namespace"),
      service: textOf(row, "service"),
    },
    jobName: textOf(row, "job_name"),
    runId: typeof runId === "string" ? runId : "",
    category: categoryOf(numberOf(row, "category")),
  };
}
