import type { Connection } from "../database/connection.ts";
import { numberOf, type Row } from "../database/row.ts";

const COLUMNS = "coalesce(end_ms, start_ms) AS at_ms, json_extract(data, '$.errorMessage') AS message";
const ofGroup = (order: "" | "DESC"): string =>
  `SELECT ${COLUMNS} FROM runs WHERE error_group = ? ORDER BY start_ms ${order} LIMIT 1`;

export const NEWEST_OF_GROUP: string = ofGroup("DESC");
export const OLDEST_OF_GROUP: string = ofGroup("");

interface RunOfGroup {
  readonly atMs: number;
  readonly message: string;
}

function runOf(row: Row | undefined): RunOfGroup | undefined {
  return row && { atMs: numberOf(row, "at_ms"), message: String(row["message"] ?? "") };
}

/** The run of a group that started last, of those that are stored. */
export function newestRunOfGroup(connection: Connection, groupId: number): RunOfGroup | undefined {
  return runOf(connection.get(NEWEST_OF_GROUP, groupId));
}

export function oldestRunOfGroup(connection: Connection, groupId: number): RunOfGroup | undefined {
  return runOf(connection.get(OLDEST_OF_GROUP, groupId));
}
