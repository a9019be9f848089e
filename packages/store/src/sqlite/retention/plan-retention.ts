import type { SQLInputValue } from "node:sqlite";

import type { RetentionPolicy } from "../../port/write.ts";
import type { Connection } from "../database/connection.ts";
import { fileSize } from "../database/file-size.ts";
import { openReadConnection } from "../database/open-database.ts";
import { numberOf, optionalNumberOf } from "../database/row.ts";
import { withStoreErrors } from "../database/sqlite-errors.ts";
import { DECIDED_SLOTS, isOfRun, OLD_POINTS, OLD_RECORDS, OLD_SLOTS } from "./expire-records.ts";
import { ENDED_STATES, firstKeptRun, OLD_RUNS } from "./expire-runs.ts";

export type RetentionKind =
  | "other_logs"
  | "other_spans"
  | "run_logs"
  | "run_spans"
  | "metric_points"
  | "slots"
  | "runs";

/** What would go of one kind of record. */
export interface PlannedExpiry {
  readonly kind: RetentionKind;
  /** As in the report of a clean-up. */
  readonly table: "logs" | "spans" | "metric_points" | "slots" | "runs";
  /** Records from before this instant go. */
  readonly beforeMs: number;
  readonly rows: number;
  /** Of what goes: when it was received; of slots and runs, when they were to begin and began. */
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
  /** From the length of some of these rows: an order of magnitude, not an account. */
  readonly estimatedBytes: number;
}

export interface RetentionPlan {
  readonly kinds: readonly PlannedExpiry[];
  /** What the file holds, free pages included. */
  readonly bytes: number;
  /** What of it is in use; the size cap goes by this. */
  readonly liveBytes: number;
  readonly maxBytes: number;
  /** What must go beyond age, as far as can be estimated; 0 where the size cap does not bite. */
  readonly overBytes: number;
}

/** Rows of one table in one range of time. */
interface Range {
  readonly rows: number;
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
}

const NOTHING: Range = { rows: 0, oldestMs: undefined, newestMs: undefined };

const rangeOver = (time: string): string => `SELECT count(*) AS rows, min(${time}) AS oldest, max(${time}) AS newest`;
const records = (table: "logs" | "spans", condition: string): string =>
  `${rangeOver("received_ms")} FROM ${table} WHERE ${OLD_RECORDS}${condition}`;
const OTHERS = { logs: ` AND NOT (${isOfRun("logs")})`, spans: ` AND NOT (${isOfRun("spans")})` } as const;
const ADOPTED = { logs: ` AND ${isOfRun("logs")}`, spans: ` AND ${isOfRun("spans")}` } as const;

const POINTS = `${rangeOver("received_ms")} FROM metric_points WHERE ${OLD_POINTS}`;
const SLOTS = `${rangeOver("instant_ms")} FROM slots WHERE ${OLD_SLOTS}`;
const RUNS = `${rangeOver("start_ms")} FROM runs WHERE job_id = ? AND ${OLD_RUNS} AND (start_ms, id) < (?, ?)`;
/** Verdicts that may still be corrected stay; index `runs_open` holds them all, so that the ranges need no row. */
const PROVISIONAL = `${rangeOver("start_ms")} FROM runs INDEXED BY runs_open
  WHERE (state = 0 OR provisional = 1) AND provisional = 1 AND job_id = ? AND state <> 0 AND start_ms < ?
  AND (start_ms, id) < (?, ?)`;

function rangeOf(connection: Connection, sql: string, ...values: SQLInputValue[]): Range {
  const row = connection.get(sql, ...values);
  if (row === undefined) return NOTHING;
  return {
    rows: numberOf(row, "rows"),
    oldestMs: optionalNumberOf(row, "oldest"),
    newestMs: optionalNumberOf(row, "newest"),
  };
}

function union(ranges: readonly Range[]): Range {
  const oldest = ranges.flatMap(({ oldestMs }) => (oldestMs === undefined ? [] : [oldestMs]));
  const newest = ranges.flatMap(({ newestMs }) => (newestMs === undefined ? [] : [newestMs]));
  return {
    rows: ranges.reduce((sum, { rows }) => sum + rows, 0),
    oldestMs: oldest.length === 0 ? undefined : Math.min(...oldest),
    newestMs: newest.length === 0 ? undefined : Math.max(...newest),
  };
}

function expiredRuns(connection: Connection, beforeMs: number, keepPerJob: number): Range {
  const jobs = connection.all("SELECT id FROM job_keys").map((row) => numberOf(row, "id"));
  let total = NOTHING;
  for (const job of jobs) {
    const { sort, id } = firstKeptRun(connection, job, keepPerJob);
    const ranges = ENDED_STATES.map((state) => rangeOf(connection, RUNS, job, state, beforeMs, sort, id));
    const stay = rangeOf(connection, PROVISIONAL, job, beforeMs, sort, id);
    const { rows, ...times } = union([total, ...ranges]);
    total = { rows: rows - stay.rows, ...times };
  }
  return total;
}

/** Measured: what a row takes beyond its long columns, indexes included, and how much more these take in pages. */
const ROW_BYTES = 250;
const PAGE_FACTOR = 1.15;
const SAMPLE_ROWS = 500;
const LENGTH = {
  logs: "length(body) + length(attributes)",
  spans: "length(name) + length(attributes) + length(events) + length(links)",
  metric_points: "length(value)",
  slots: "length(data)",
  runs: "length(data)",
} as const;

function estimatedBytes(connection: Connection, table: PlannedExpiry["table"], rows: number): number {
  if (rows === 0) return 0;
  const order = table === "metric_points" ? "stream_id" : "id";
  const sql = `SELECT avg(length) AS mean FROM (SELECT ${LENGTH[table]} AS length FROM ${table} ORDER BY ${order} LIMIT ?)`;
  const row = connection.get(sql, SAMPLE_ROWS);
  const mean = row === undefined ? 0 : (optionalNumberOf(row, "mean") ?? 0);
  return Math.round(rows * (ROW_BYTES + mean * PAGE_FACTOR));
}

/**
 * What {@link StoreWriter.enforceRetention} would delete of logs, spans, points, slots and runs because of their age, if it
 * were called at `nowMs` until nothing is left to do. Not in it: counts by time, groups of errors, alerts, keys, the audit and
 * the state of what is gone, which are small; and which records the size cap takes, of which only the bytes are told.
 */
export function retentionPlan(connection: Connection, policy: RetentionPolicy, nowMs: number): RetentionPlan {
  const plan = (of: Pick<PlannedExpiry, "kind" | "table" | "beforeMs">, range: Range): PlannedExpiry => ({
    ...of,
    ...range,
    estimatedBytes: estimatedBytes(connection, of.table, range.rows),
  });
  const others = nowMs - policy.otherLogsMs;
  const ofRuns = nowMs - policy.runLogsMs;
  const points = nowMs - policy.metricPointsMs;
  const history = nowMs - policy.runsMs;
  const slots = union(DECIDED_SLOTS.map((state) => rangeOf(connection, SLOTS, state, history)));
  const tables = ["logs", "spans"] as const;
  const kinds = [
    ...tables.map((table) => {
      const range = rangeOf(connection, records(table, OTHERS[table]), 0, others);
      return plan({ kind: `other_${table}`, table, beforeMs: others }, range);
    }),
    ...tables.map((table) => {
      const adopted = rangeOf(connection, records(table, ADOPTED[table]), 0, Math.min(others, ofRuns));
      const range = union([rangeOf(connection, records(table, ""), 1, ofRuns), adopted]);
      return plan({ kind: `run_${table}`, table, beforeMs: ofRuns }, range);
    }),
    plan({ kind: "metric_points", table: "metric_points", beforeMs: points }, rangeOf(connection, POINTS, points)),
    plan({ kind: "slots", table: "slots", beforeMs: history }, slots),
    plan({ kind: "runs", table: "runs", beforeMs: history }, expiredRuns(connection, history, policy.keepRunsPerJob)),
  ];
  const { bytes, liveBytes } = fileSize(connection);
  const left = liveBytes - kinds.reduce((sum, kind) => sum + kind.estimatedBytes, 0);
  return { kinds, bytes, liveBytes, maxBytes: policy.maxBytes, overBytes: Math.max(0, left - policy.maxBytes) };
}

/**
 * The same for a database file, which is only read: a monitor may be writing it. Ranges of indexes are counted, so that it
 * takes about a second for ten million rows that go, and next to nothing where a monitor cleans each minute.
 *
 * @throws {StoreError} when the file is not there, is not ours, or is damaged.
 */
export function planRetention(path: string, policy: RetentionPolicy, nowMs: number): RetentionPlan {
  const connection = openReadConnection(path);
  return withStoreErrors(path, () => {
    try {
      connection.exec("BEGIN");
      return retentionPlan(connection, policy, nowMs);
    } finally {
      connection.close();
    }
  });
}
