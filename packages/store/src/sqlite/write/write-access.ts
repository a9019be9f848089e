import type { AuditEntry, StoredKey } from "../../port/access.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { aggregateJson } from "../rows/aggregate-json.ts";
import { auditJson, chainEnd, moveChainHead, nextLink } from "../rows/audit-chain.ts";
import { MAX_KEYS } from "../rows/key-limit.ts";

/** What a row has as columns of its own. */
const COLUMNS: ReadonlySet<string> = new Set(["id", "prefix", "createdMs", "lastUsedMs"]);

/** The use of a key is noted beside its making and revoking: the later note counts. */
const WRITE_KEY = `INSERT INTO access_keys VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET prefix = excluded.prefix,
  created_ms = excluded.created_ms, data = excluded.data,
  last_used_ms = coalesce(max(last_used_ms, excluded.last_used_ms), last_used_ms, excluded.last_used_ms)`;
const WRITE_USE = "UPDATE access_keys SET last_used_ms = max(coalesce(last_used_ms, 0), ?) WHERE id = ?";

export function writeKey(connection: Connection, key: StoredKey): void {
  assertRoom(connection, key.id);
  const { id, prefix, createdMs, lastUsedMs = null } = key;
  connection.run(WRITE_KEY, id, prefix, createdMs, lastUsedMs, aggregateJson(key, COLUMNS));
}

/** One that nobody reads any more would stop working without a word. */
function assertRoom(connection: Connection, id: string): void {
  if (connection.get("SELECT 1 FROM access_keys WHERE id = ?", id) !== undefined) return;
  const row = connection.get("SELECT count(*) AS keys FROM access_keys");
  if (row === undefined || numberOf(row, "keys") < MAX_KEYS) return;
  throw new RangeError(
    `${MAX_KEYS} keys are stored, and no more are kept; revoked and expired ones go a year after their end`,
  );
}

export function writeKeyUses(
  connection: Connection,
  uses: readonly { readonly id: string; readonly atMs: number }[],
): void {
  for (const { id, atMs } of uses) connection.run(WRITE_USE, atMs, id);
}

export function appendAudit(connection: Connection, entries: readonly AuditEntry[]): void {
  if (entries.length === 0) return;
  let end = chainEnd(connection);
  for (const entry of entries) {
    const data = auditJson(entry);
    end = nextLink(end, data);
    const { atMs, actor, action, outcome } = entry;
    connection.run(
      "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)",
      end.sequence,
      atMs,
      actor,
      action,
      outcome,
      end.digest,
      data,
    );
  }
  moveChainHead(connection, end);
}
