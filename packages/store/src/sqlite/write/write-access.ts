import type { AuditEntry, StoredKey } from "../../port/access.ts";
import type { Connection } from "../database/connection.ts";

export function writeKey(_connection: Connection, _key: StoredKey): void {
  throw new Error("not there yet");
}

export function writeKeyUses(
  _connection: Connection,
  _uses: readonly { readonly id: string; readonly atMs: number }[],
): void {
  throw new Error("not there yet");
}

export function appendAudit(_connection: Connection, _entries: readonly AuditEntry[]): void {
  throw new Error("not there yet");
}
