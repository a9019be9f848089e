import type { LogQuery } from "../../port/logs.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, type Row } from "../database/row.ts";
import { packHex } from "../rows/content-key.ts";
import { categoryNumber } from "../rows/log-numbers.ts";
import type { JobScopeIds } from "./job-scope.ts";
import type { TimedPosition } from "./merge-streams.ts";

/** Columns that stand before the body in a row: a fat body costs nothing to pass over. */
export const LOG_HEAD = "SELECT time_ms, service_id, severity, event_name, trace_id FROM logs WHERE id = ?";
export const LOG_TAIL = "SELECT job_id, category FROM logs WHERE id = ?";
export const LOGS_WITH_WORDS = "SELECT rowid FROM logs_text WHERE logs_text MATCH ? AND rowid BETWEEN ? AND ?";

type Check = (row: Row) => boolean;

/** Which of some rows are asked for, beside what the index answers already. */
export type LogFilter = (rows: readonly TimedPosition[]) => readonly TimedPosition[];

export function logFilter(
  connection: Connection,
  query: LogQuery,
  asked: { readonly scope: JobScopeIds; readonly words: string | undefined },
): LogFilter {
  const head = headChecks(query, asked.scope);
  const tail = tailChecks(query, asked.scope);
  const { words } = asked;
  return (rows) => {
    const withWords = words === undefined ? undefined : rowsWithWords(connection, words, rows);
    return rows.filter(
      ({ id }) =>
        (withWords === undefined || withWords.has(id)) &&
        passes(connection, id, { sql: LOG_HEAD, checks: head }) &&
        passes(connection, id, { sql: LOG_TAIL, checks: tail }),
    );
  };
}

function passes(
  connection: Connection,
  id: number,
  { sql, checks }: { readonly sql: string; readonly checks: readonly Check[] },
): boolean {
  if (checks.length === 0) return true;
  const row = connection.get(sql, id);
  return row !== undefined && checks.every((check) => check(row));
}

function headChecks(query: LogQuery, scope: JobScopeIds): Check[] {
  const { fromMs = -Infinity, toMs = Infinity, minSeverity, eventName, traceId } = query;
  const checks: Check[] = [];
  if (fromMs > -Infinity || toMs < Infinity) {
    checks.push((row) => numberOf(row, "time_ms") >= fromMs && numberOf(row, "time_ms") < toMs);
  }
  if (scope.by === "service") {
    const ids = new Set(scope.ids);
    checks.push((row) => ids.has(numberOf(row, "service_id")));
  }
  if (minSeverity !== undefined) checks.push((row) => numberOf(row, "severity") >= minSeverity);
  if (eventName !== undefined) checks.push((row) => row["event_name"] === eventName);
  if (traceId !== undefined) {
    const packed = packHex(traceId);
    const isSame = (value: unknown): boolean =>
      value instanceof Uint8Array && packed instanceof Uint8Array
        ? Buffer.compare(value, packed) === 0
        : value === packed;
    checks.push((row) => isSame(row["trace_id"]));
  }
  return checks;
}

function tailChecks({ categories }: LogQuery, scope: JobScopeIds): Check[] {
  const checks: Check[] = [];
  if (scope.by === "job") {
    const ids = new Set(scope.ids);
    checks.push((row) => ids.has(numberOf(row, "job_id")));
  }
  if (categories !== undefined) {
    const numbers = new Set(categories.map(categoryNumber));
    checks.push((row) => numbers.has(numberOf(row, "category")));
  }
  return checks;
}

/** Rows that are near in time are near by number: between the least and the greatest of some there are few others. */
function rowsWithWords(connection: Connection, words: string, rows: readonly TimedPosition[]): ReadonlySet<number> {
  let least = Infinity;
  let greatest = -Infinity;
  for (const { id } of rows) {
    least = Math.min(least, id);
    greatest = Math.max(greatest, id);
  }
  if (rows.length === 0) return new Set();
  return new Set(connection.all(LOGS_WITH_WORDS, words, least, greatest).map((row) => numberOf(row, "rowid")));
}
