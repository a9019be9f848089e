import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { StoreError } from "../../model/store-error.ts";
import { Connection } from "../database/connection.ts";
import { checkSchema } from "../database/migrate.ts";
import { toStoreError } from "../database/sqlite-errors.ts";

const BUSY_TIMEOUT_MS = 5_000;

/** A database of ours, open for reading, also as node:sqlite's own object, which its `backup` asks for. */
export interface SourceDatabase {
  readonly database: DatabaseSync;
  readonly connection: Connection;
}

/**
 * Opens a database that somebody may be writing now. `at rest`: one that nobody writes, such as a backup, which is then
 * read without making the log and the shared memory of SQLite beside it.
 *
 * @throws {StoreError} when it is not there, not ours, written by a newer version, or damaged.
 */
export function openSource(path: string, use: "in use" | "at rest"): SourceDatabase {
  if (!existsSync(path) || statSync(path).isDirectory()) {
    throw new StoreError("cannot_open", { path, problem: `there is no such file; check the path` });
  }
  const alone = use === "at rest" && !hasLog(path);
  const place = alone ? new URL(`${pathToFileURL(path).href}?immutable=1`) : path;
  let connection: Connection | undefined;
  try {
    const database = new DatabaseSync(place, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
    connection = new Connection(path, database);
    checkSchema(connection);
    return { database, connection };
  } catch (error) {
    connection?.close();
    throw toStoreError(error, path);
  }
}

/** What a copy with `cp` of an open database leaves beside it: without it the copy lacks the newest commits. */
function hasLog(path: string): boolean {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  return log !== undefined && log.size > 0;
}
