import type { AccessStore, AuditCheck, AuditEntry, AuditQuery, StoredAudit, StoredKey } from "../port/access.ts";
import type { Page } from "../port/page.ts";
import type { Connection } from "./database/connection.ts";
import { openAccessConnection } from "./database/open-database.ts";
import { within } from "./database/transaction.ts";
import { Cursors } from "./read/cursor.ts";
import { checkAudit, queryAudit, queryKeys, queryKeysVersion } from "./read/query-access.ts";
import { appendAudit, writeKey, writeKeyUses } from "./write/write-access.ts";

/** It keeps nothing in memory, so that what another process writes in between is always seen. */
class SqliteAccessStore implements AccessStore {
  readonly #connection: Connection;
  readonly #cursors: Cursors;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#cursors = new Cursors(connection);
  }

  transaction<T>(work: () => T): T {
    return within(this.#connection, "BEGIN IMMEDIATE", work);
  }

  keys(): readonly StoredKey[] {
    return this.#reading(() => queryKeys(this.#connection));
  }

  keysVersion(): number {
    return this.#reading(() => queryKeysVersion(this.#connection));
  }

  audit(query: AuditQuery): Page<StoredAudit> {
    return this.#reading(() => queryAudit(this.#connection, this.#cursors, query));
  }

  checkAudit(): AuditCheck {
    return this.#reading(() => checkAudit(this.#connection));
  }

  writeKey(key: StoredKey): void {
    this.#writing(() => writeKey(this.#connection, key));
  }

  writeKeyUses(uses: readonly { readonly id: string; readonly atMs: number }[]): void {
    this.#writing(() => writeKeyUses(this.#connection, uses));
  }

  appendAudit(entries: readonly AuditEntry[]): void {
    this.#writing(() => appendAudit(this.#connection, entries));
  }

  close(): void {
    if (this.#connection.isOpen) this.#connection.close();
  }

  /** Parts of an answer agree with each other, and with what the open transaction wrote. */
  #reading<T>(work: () => T): T {
    return this.#connection.isTransaction ? work() : within(this.#connection, "BEGIN", work);
  }

  /** A write outside a transaction is one of its own. */
  #writing<T>(work: () => T): T {
    return this.#connection.isTransaction ? work() : this.transaction(work);
  }
}

/**
 * Opens keys and audit of a store beside a running monitor, or without one. It makes and migrates nothing: the schema
 * must be there and be the one that this version knows.
 *
 * @param options `busyTimeoutMs`: how long to wait for the lock of the monitor, milliseconds; default 5,000.
 * @throws {StoreError} when the file is not there, is not ours, is damaged, or has another schema.
 */
export function openAccessStore(options: { readonly path: string; readonly busyTimeoutMs?: number }): AccessStore {
  return new SqliteAccessStore(openAccessConnection(options.path, options.busyTimeoutMs));
}
