import type { ErrorDetail, ErrorGroup, ErrorJob, ErrorQuery, ErrorSource } from "../../port/errors.ts";
import type { Page } from "../../port/page.ts";
import { bucketAt, HOUR_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row, textOf } from "../database/row.ts";
import { unpackHex } from "../rows/content-key.ts";
import { SOURCE_LOG } from "../rows/error-groups.ts";
import { runKeyById, runsByIds } from "../rows/run-rows.ts";
import type { Cursors } from "./cursor.ts";
import { errorOrder } from "./error-streams.ts";
import { filteredPage } from "./filtered-page.ts";
import { resolveJobs } from "./job-scope.ts";
import { limitOf, timedStart } from "./page.ts";

const TREND_HOURS = 24;
const DETAIL_HOURS = 14 * 24;
const MAX_JOBS = 100;
const MAX_RUNS = 20;

export const ERROR_HEAD = "SELECT error_type, source, first_ms, last_ms FROM error_groups WHERE id = ?";
const GROUP = `SELECT g.*, s.environment, s.namespace, s.service FROM error_groups g JOIN services s ON s.id = g.service_id`;
export const ERROR_GROUP: string = `${GROUP} WHERE g.id = ?`;
export const ERROR_BY_ID: string = `${GROUP} WHERE g.fingerprint = ?`;
export const ERROR_HOURS =
  "SELECT hour, count FROM error_hours WHERE group_id = ? AND hour > ? AND hour <= ? ORDER BY hour";
export const ERROR_JOB_COUNT = "SELECT count(*) AS n FROM error_jobs WHERE group_id = ? AND job_id <> 0";
export const ERROR_JOBS = `SELECT k.key, k.name, e.count, e.first_ms, e.last_ms FROM error_jobs e JOIN job_keys k ON k.id = e.job_id
  WHERE e.group_id = ? ORDER BY e.count DESC, e.last_ms DESC LIMIT ?`;
export const ERROR_RUNS = "SELECT id FROM runs WHERE error_group = ? ORDER BY start_ms DESC, id DESC LIMIT ?";

export function queryErrors(
  connection: Connection,
  cursors: Cursors,
  { query, nowMs }: { readonly query: ErrorQuery; readonly nowMs: number },
): Page<ErrorGroup> {
  const scope = resolveJobs(connection, query);
  const owners: (readonly number[])[] = scope.by === "all" ? [[]] : scope.ids.map((id) => [id]);
  const { fetch, start, precedes } = errorOrder(connection, scope.by, query);
  const page = filteredPage({
    streams: owners,
    fetch,
    after: timedStart(cursors, "errors", query) ?? start,
    precedes,
    limit: limitOf(query),
    select: (rows) => rows.filter(({ id }) => isWanted(connection, id, query)).map((at) => ({ at, item: at.id })),
  });
  const items = page.items.flatMap((id) =>
    connection.all(ERROR_GROUP, id).map((row) => groupOf(connection, row, nowMs)),
  );
  return page.next === undefined ? { items } : { items, nextCursor: cursors.encode("errors", query, page.next) };
}

function isWanted(connection: Connection, groupId: number, query: ErrorQuery): boolean {
  const { errorType, source, fromMs, toMs } = query;
  const row = connection.get(ERROR_HEAD, groupId);
  return (
    row !== undefined &&
    (errorType === undefined || row["error_type"] === errorType) &&
    (source === undefined || sourceOf(row) === source) &&
    (fromMs === undefined || numberOf(row, "last_ms") >= fromMs) &&
    (toMs === undefined || numberOf(row, "first_ms") < toMs)
  );
}

export function queryError(connection: Connection, id: string, nowMs: number): ErrorDetail | undefined {
  const row = /^[\da-f]{24}$/.test(id) ? connection.get(ERROR_BY_ID, Buffer.from(id, "hex")) : undefined;
  if (row === undefined) return undefined;
  const groupId = numberOf(row, "id");
  const runIds = connection.all(ERROR_RUNS, groupId, MAX_RUNS).map((run) => numberOf(run, "id"));
  return {
    group: groupOf(connection, row, nowMs),
    stack: row["stack"] === null ? undefined : textOf(row, "stack"),
    stackLength: numberOf(row, "stack_length"),
    jobs: connection.all(ERROR_JOBS, groupId, MAX_JOBS).map(jobOf),
    hours: hoursOf(connection, groupId, { nowMs, hours: DETAIL_HOURS }),
    runs: runsByIds(connection, runIds),
  };
}

const sourceOf = (row: Row): ErrorSource => (row["source"] === SOURCE_LOG ? "log" : "run");

function groupOf(connection: Connection, row: Row, nowMs: number): ErrorGroup {
  const groupId = numberOf(row, "id");
  const jobs = connection.get(ERROR_JOB_COUNT, groupId);
  const sample = connection.get(ERROR_RUNS, groupId, 1);
  return {
    id: unpackHex(row["fingerprint"]),
    service: {
      environment: textOf(row, "environment"),
      namespace: textOf(row, "namespace"),
      service: textOf(row, "service"),
    },
    source: sourceOf(row),
    errorType: textOf(row, "error_type"),
    pattern: textOf(row, "pattern"),
    culprit: textOf(row, "culprit"),
    message: textOf(row, "message"),
    messageLength: numberOf(row, "message_length"),
    firstMs: numberOf(row, "first_ms"),
    lastMs: numberOf(row, "last_ms"),
    count: numberOf(row, "count"),
    jobs: jobs === undefined ? 0 : numberOf(jobs, "n"),
    trend: trendOf(connection, groupId, nowMs),
    sampleRunKey: sample && runKeyById(connection, numberOf(sample, "id")),
  };
}

type Hours = ErrorDetail["hours"];

function hoursOf(
  connection: Connection,
  groupId: number,
  { nowMs, hours }: { readonly nowMs: number; readonly hours: number },
): Hours {
  const last = bucketAt(HOUR_MS, nowMs);
  return connection
    .all(ERROR_HOURS, groupId, last - hours, last)
    .map((row) => ({ fromMs: numberOf(row, "hour") * HOUR_MS, count: numberOf(row, "count") }));
}

function trendOf(connection: Connection, groupId: number, nowMs: number): number[] {
  const first = (bucketAt(HOUR_MS, nowMs) - TREND_HOURS + 1) * HOUR_MS;
  const trend = Array.from({ length: TREND_HOURS }, () => 0);
  for (const { fromMs, count } of hoursOf(connection, groupId, { nowMs, hours: TREND_HOURS })) {
    trend[(fromMs - first) / HOUR_MS] = count;
  }
  return trend;
}

function jobOf(row: Row): ErrorJob {
  return {
    jobId: textOf(row, "key"),
    jobName: textOf(row, "name"),
    count: numberOf(row, "count"),
    firstMs: numberOf(row, "first_ms"),
    lastMs: numberOf(row, "last_ms"),
  };
}
