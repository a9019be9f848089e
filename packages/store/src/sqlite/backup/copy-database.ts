import { backup } from "node:sqlite";
import { setImmediate } from "node:timers/promises";

import { StoreError } from "../../model/store-error.ts";
import type { Connection } from "../database/connection.ts";
import { textOf } from "../database/row.ts";
import { toStoreError } from "../database/sqlite-errors.ts";
import { differenceOf, readContents, type StoreContents } from "./contents.ts";
import { openSource, type SourceDatabase } from "./source-database.ts";

/** Pages of one step: 4 MB. A step holds no lock; between two of them the signal is looked at. */
const STEP_PAGES = 1_000;
/** A rest after each step, so that the disk serves the monitor's commits too: at most some 1.3 GB/s remain. */
const REST_MS = 3;

/** `copy` counts bytes, `verify` tables. */
export interface BackupProgress {
  readonly phase: "copy" | "verify";
  readonly done: number;
  readonly total: number;
}

export interface CopyOptions {
  readonly onProgress?: ((progress: BackupProgress) => void) | undefined;
  /** Ends the work between two steps; the promise rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Copies one state of a database to `target`, page by page, and verifies the copy.
 *
 * SQLite's online backup starts again whenever another connection has committed, so that beside a busy writer it never
 * ends. Within a read transaction it does not: the pages it sees stay as they were. The price is that the write-ahead log
 * cannot be reused until the copy is done, so it grows by what is written in that time, and is cut back afterwards.
 */
export async function copyDatabase(
  source: SourceDatabase,
  target: string,
  options: CopyOptions,
): Promise<StoreContents> {
  const { connection } = source;
  connection.exec("BEGIN");
  let contents: StoreContents;
  try {
    // The first read fixes the state that the transaction sees.
    contents = readContents(connection);
    await copyPages(source, target, options);
  } catch (error) {
    throw toStoreError(error, isOfSource(error) ? connection.path : target);
  } finally {
    connection.exec("COMMIT");
  }
  await verifyCopy(target, contents, options);
  return contents;
}

/** SQLite says "malformed" of the pages that it reads; all else befalls the file that it writes. */
const isOfSource = (error: unknown): boolean => {
  const translated = toStoreError(error, "");
  return translated instanceof StoreError && translated.code === "corrupt";
};

async function copyPages(
  { database, connection }: SourceDatabase,
  target: string,
  { signal, onProgress }: CopyOptions,
): Promise<void> {
  const pageSize = connection.pragma("page_size");
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  signal?.throwIfAborted();
  await backup(database, target, {
    rate: STEP_PAGES,
    // What it throws ends the backup.
    progress: ({ totalPages, remainingPages }) => {
      signal?.throwIfAborted();
      onProgress?.({ phase: "copy", done: (totalPages - remainingPages) * pageSize, total: totalPages * pageSize });
      Atomics.wait(sleeper, 0, 0, REST_MS);
    },
  });
}

/** Reads all of a copy: every page, every index against its table, and whether it holds what was copied. */
async function verifyCopy(path: string, expected: StoreContents, { signal, onProgress }: CopyOptions): Promise<void> {
  const { connection } = openSource(path, "at rest");
  try {
    const tables = connection
      .all("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .map((row) => textOf(row, "name"));
    const total = tables.length + 1;
    for (const [done, table] of [undefined, ...tables].entries()) {
      onProgress?.({ phase: "verify", done, total });
      await setImmediate();
      signal?.throwIfAborted();
      refuse(path, table === undefined ? findings(connection, "quick_check") : tableFindings(connection, table));
    }
    refuse(path, differenceOf(expected, readContents(connection)));
    onProgress?.({ phase: "verify", done: total, total });
  } catch (error) {
    throw toStoreError(error, path);
  } finally {
    connection.close();
  }
}

/** Virtual tables and those of SQLite itself are looked at with the whole. */
const tableFindings = (connection: Connection, table: string): string | undefined =>
  /^[a-z]\w*$/.test(table) && !table.startsWith("sqlite_")
    ? findings(connection, `integrity_check(${table})`)
    : undefined;

/** A prepared statement would look at the file again at its next step, so it runs once and is dropped with the connection. */
function findings(connection: Connection, pragma: string): string | undefined {
  const problems = connection.all(`PRAGMA ${pragma}`).flatMap((row) => Object.values(row).map(String));
  return problems.find((problem) => problem !== "ok");
}

function refuse(path: string, problem: string | undefined): void {
  if (problem === undefined) return;
  throw new StoreError("corrupt", {
    path,
    problem: `the copy is damaged (${problem}), and so is its source or the disk; look at both with \`jobscope doctor\``,
  });
}
