import type { Connection } from "./connection.ts";
import { withStoreErrors } from "./sqlite-errors.ts";

export function assertNoTransaction(connection: Connection): void {
  if (connection.isTransaction) throw new Error("store: a transaction is open already; they do not nest");
}

/**
 * Runs `work` in a transaction: all of it is committed, or nothing. `BEGIN` for reading, so that the parts of an answer
 * agree with each other; `BEGIN IMMEDIATE` for writing, so that nobody else begins to write in between.
 */
export function within<T>(connection: Connection, begin: "BEGIN" | "BEGIN IMMEDIATE", work: () => T): T {
  assertNoTransaction(connection);
  return withStoreErrors(connection.path, () => {
    connection.exec(begin);
    try {
      const result = work();
      connection.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite rolls back by itself after some errors, such as a full disk.
      if (connection.isTransaction) connection.exec("ROLLBACK");
      throw error;
    }
  });
}
