import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../model/store-error.ts";
import { Connection } from "./connection.ts";
import { checkCurrentSchema, checkSchema, migrate } from "./migrate.ts";
import { createPrivateFile } from "./private-file.ts";
import { defineRollupFunctions } from "./rollup-functions.ts";
import { toStoreError } from "./sqlite-errors.ts";

export interface SqliteStoreOptions {
  /** File of the database; made with mode 0600 where it is missing. */
  readonly path: string;
  /**
   * What an acknowledged record survives. `process`: the death of this process (kill -9, out of memory).
   * `power`: loss of power and a crash of the operating system too, at one fsync per commit.
   */
  readonly durability: "process" | "power";
  /** How long to wait for another connection's lock, milliseconds; default 5,000. */
  readonly busyTimeoutMs?: number;
  /** How large the file may grow at most, pages of 4 KiB; default: as large as the disk allows. */
  readonly maxPages?: number;
}

const BUSY_TIMEOUT_MS = 5_000;
/** Page cache of the writer and of a reader, KiB. */
const WRITER_CACHE_KIB = 32_768;
const READER_CACHE_KIB = 16_384;
/** Of one that only looks after keys and audit. */
const ACCESS_CACHE_KIB = 2_048;
/** The write-ahead log is copied back every 4,000 pages (16 MB) and cut back to 64 MB at most. */
const WAL_PAGES = 4_000;
const WAL_BYTES = 67_108_864;

function prepare(connection: Connection, setUp: () => void): Connection {
  try {
    setUp();
    return connection;
  } catch (error) {
    connection.close();
    throw toStoreError(error, connection.path);
  }
}

function open(path: string, readOnly: boolean, timeout: number = BUSY_TIMEOUT_MS): Connection {
  try {
    return new Connection(path, new DatabaseSync(path, { readOnly, timeout }));
  } catch (error) {
    throw toStoreError(error, path);
  }
}

export function openWriteConnection(options: SqliteStoreOptions): Connection {
  createPrivateFile(options.path);
  const connection = open(options.path, false, options.busyTimeoutMs);
  return prepare(connection, () => {
    // Only before the first table: later it would take a VACUUM, that is a second copy of the file.
    connection.exec("PRAGMA auto_vacuum = INCREMENTAL");
    connection.exec("PRAGMA journal_mode = WAL");
    connection.exec(`PRAGMA synchronous = ${options.durability === "power" ? "FULL" : "NORMAL"}`);
    connection.exec(`PRAGMA cache_size = -${WRITER_CACHE_KIB}`);
    connection.exec(`PRAGMA wal_autocheckpoint = ${WAL_PAGES}`);
    connection.exec(`PRAGMA journal_size_limit = ${WAL_BYTES}`);
    connection.exec("PRAGMA temp_store = MEMORY");
    if (options.maxPages !== undefined) connection.exec(`PRAGMA max_page_count = ${options.maxPages}`);
    defineRollupFunctions(connection);
    migrate(connection);
  });
}

export function openReadConnection(path: string): Connection {
  const connection = open(path, true);
  return prepare(connection, () => {
    connection.exec(`PRAGMA cache_size = -${READER_CACHE_KIB}`);
    connection.exec("PRAGMA temp_store = MEMORY");
    checkSchema(connection);
  });
}

/** For a small writer beside the monitor, which makes and migrates nothing. */
export function openAccessConnection(path: string, busyTimeoutMs?: number): Connection {
  // SQLite would make what is not there, with the mode of any file.
  if (!existsSync(path)) {
    throw new StoreError("cannot_open", {
      path,
      problem: "is not there; start the monitor once, or name its data directory",
    });
  }
  const connection = open(path, false, busyTimeoutMs);
  return prepare(connection, () => {
    checkCurrentSchema(connection);
    connection.exec("PRAGMA synchronous = FULL");
    connection.exec(`PRAGMA cache_size = -${ACCESS_CACHE_KIB}`);
    connection.exec(`PRAGMA journal_size_limit = ${WAL_BYTES}`);
  });
}
