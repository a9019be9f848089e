import type { Connection } from "../database/connection.ts";
import type { Counters } from "../rows/counters.ts";

/** What one step of clean-up did: rows deleted, and rows looked at, which is what its time goes by. */
export interface Expired {
  readonly deleted: number;
  readonly examined: number;
}

type RawTable = "logs" | "spans";

/** Rows older than `beforeMs`, at most `limit` of them. */
export type ExpiryRange = readonly [beforeMs: number, limit: number];

export interface ExpiryTarget {
  readonly connection: Connection;
  readonly counters: Counters;
}

/** Whether they belong to a run, and the time before which they were received. */
export const OLD_RECORDS = "related = ? AND received_ms < ?";

/** Oldest records received before a time, by index `<table>_by_age`. */
const oldest = (table: RawTable): string =>
  `SELECT id FROM ${table} WHERE ${OLD_RECORDS} ORDER BY received_ms, id LIMIT ?`;

/** A record that names only a trace may have come before the run of that trace did: then it belongs to the run. */
export const isOfRun = (table: RawTable): string =>
  `trace_id IS NOT NULL AND EXISTS (SELECT 1 FROM runs WHERE runs.trace_id = ${table}.trace_id)`;

const adopt = (table: RawTable): string =>
  `UPDATE ${table} SET related = 1 WHERE id IN (${oldest(table)}) AND ${isOfRun(table)}`;

/** Deletes the oldest records that belong to no run. */
export function expireOthers(target: ExpiryTarget, table: RawTable, [beforeMs, limit]: ExpiryRange): Expired {
  const adopted = target.connection.run(adopt(table), 0, beforeMs, limit);
  const { deleted } = expireRecords(target, { table, related: 0 }, [beforeMs, limit - adopted]);
  return { deleted, examined: adopted + deleted };
}

/** Deletes the oldest logs or spans received before `beforeMs`, at most `limit`. */
export function expireRecords(
  { connection, counters }: ExpiryTarget,
  { table, related }: { readonly table: RawTable; readonly related: 0 | 1 },
  [beforeMs, limit]: ExpiryRange,
): Expired {
  const sql = `DELETE FROM ${table} WHERE id IN (${oldest(table)})`;
  const deleted = connection.run(sql, related, beforeMs, limit);
  counters.addRows(table, -deleted);
  return { deleted, examined: deleted };
}

export const OLD_POINTS = "received_ms < ?";
const POINTS = `DELETE FROM metric_points WHERE (stream_id, time_ms, start_ms) IN (
  SELECT stream_id, time_ms, start_ms FROM metric_points WHERE ${OLD_POINTS} ORDER BY received_ms LIMIT ?)`;

export function expirePoints({ connection, counters }: ExpiryTarget, [beforeMs, limit]: ExpiryRange): Expired {
  const deleted = connection.run(POINTS, beforeMs, limit);
  counters.addRows("metric_points", -deleted);
  return { deleted, examined: deleted };
}

export const OLD_SLOTS = "state = ? AND instant_ms < ?";
const SLOTS = `DELETE FROM slots WHERE id IN (
  SELECT id FROM slots WHERE ${OLD_SLOTS} ORDER BY instant_ms LIMIT ?)`;
/** All but `expected`: what is still open stays. */
export const DECIDED_SLOTS = [1, 2, 3, 4, 5] as const;

export function expireSlots({ connection, counters }: ExpiryTarget, [beforeMs, limit]: ExpiryRange): Expired {
  let deleted = 0;
  for (const state of DECIDED_SLOTS) deleted += connection.run(SLOTS, state, beforeMs, limit - deleted);
  counters.addRows("slots", -deleted);
  return { deleted, examined: deleted };
}
