import { DAY_MS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, textOf } from "../database/row.ts";
import { moveChainStart } from "../rows/audit-chain.ts";

/** Who did what stays for a year, whatever room it takes; so do keys after their end. */
const ACCESS_HISTORY_MS = 365 * DAY_MS;

/** By the clock that the trigger of the table goes by, in case ours is ahead of it. */
const OLDEST = `SELECT sequence, at_ms < ?1 AND at_ms <= (julianday('now') - 2440587.5 - ${ACCESS_HISTORY_MS / DAY_MS}) * ${DAY_MS} AS old, digest FROM audit
  WHERE sequence < (SELECT max(sequence) FROM audit) ORDER BY sequence LIMIT ?2`;

/**
 * Deletes entries of the audit a year after they were written, at most `limit`: from the beginning only, so that the rest
 * is still one chain, and never the newest, from which numbers go on.
 */
export function expireAudit(connection: Connection, nowMs: number, limit: number): number {
  const before = nowMs - ACCESS_HISTORY_MS;
  if (connection.get(OLDEST, before, 1)?.["old"] !== 1) return 0;
  const oldest = connection.all(OLDEST, before, limit);
  const firstKept = oldest.findIndex((row) => row["old"] !== 1);
  const last = oldest.at(firstKept === -1 ? -1 : firstKept - 1);
  if (last === undefined) return 0;
  const link = { sequence: numberOf(last, "sequence"), digest: textOf(last, "digest") };
  moveChainStart(connection, link);
  return connection.run("DELETE FROM audit WHERE sequence <= ?", link.sequence);
}

const ENDED_KEYS = `DELETE FROM access_keys WHERE min(coalesce(data ->> 'revokedMs', 9e15), coalesce(data ->> 'expiresMs', 9e15)) < ?`;

/** Deletes keys a year after they were revoked or expired. */
export function expireKeys(connection: Connection, nowMs: number): number {
  return connection.run(ENDED_KEYS, nowMs - ACCESS_HISTORY_MS);
}
