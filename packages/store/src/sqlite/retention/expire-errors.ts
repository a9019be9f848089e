import type { RetentionPolicy } from "../../port/write.ts";
import { bucketAt, HOUR_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { deleteGroup } from "../rows/error-counts.ts";

/** The trend of a group goes back 14 days. */
const HOURS_KEPT = 15 * 24;
const MAX_HOURS = 5_000;
const MAX_GROUPS = 500;

const OLD_HOURS = `DELETE FROM error_hours WHERE (group_id, hour) IN (
  SELECT group_id, hour FROM error_hours WHERE hour < ? LIMIT ?)`;
export const OLD_GROUPS = `SELECT id FROM error_groups WHERE last_ms < ?
  AND NOT EXISTS (SELECT 1 FROM runs WHERE runs.error_group = error_groups.id) LIMIT ?`;

/** Deletes old hours of trends, and groups that were not seen for as long as runs are kept and have no run left. */
export function expireErrors(connection: Connection, policy: RetentionPolicy, nowMs: number): number {
  const hours = connection.run(OLD_HOURS, bucketAt(HOUR_MS, nowMs) - HOURS_KEPT, MAX_HOURS);
  const groups = connection.all(OLD_GROUPS, nowMs - policy.runsMs, MAX_GROUPS);
  for (const group of groups) deleteGroup(connection, numberOf(group, "id"));
  return hours + groups.length;
}
