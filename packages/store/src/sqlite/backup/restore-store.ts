import { existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { fileStamp } from "../../model/file-stamp.ts";
import { StoreError } from "../../model/store-error.ts";
import { lockDataDirectory } from "../database/data-directory.ts";
import { fileError } from "../database/private-file.ts";
import type { StoreContents } from "./contents.ts";
import { copyDatabase, type CopyOptions } from "./copy-database.ts";
import { assertSpace, PartialFile } from "./partial-file.ts";
import { openSource, type SourceDatabase } from "./source-database.ts";

export interface RestoreOptions extends CopyOptions {
  /** A backup: a database of ours that nobody writes. It is only read. */
  readonly source: string;
  /** File of the database that it becomes; the directory of it is locked meanwhile, and made where it is missing. */
  readonly path: string;
  /** For the name of what is set aside; default now. */
  readonly nowMs?: number | undefined;
}

export interface Restored {
  readonly contents: StoreContents;
  /** Where the database that was there is now; undefined where there was none. */
  readonly setAside: string | undefined;
}

/**
 * Makes a backup the database of a data directory. The copy is made and verified beside the database first, so that
 * until the last step, a rename, everything is as it was. The database that was there is kept beside it.
 *
 * @throws {StoreError} `locked`, naming the holder, while a monitor runs; else what is wrong with the backup or the directory.
 */
export async function restoreStore(options: RestoreOptions): Promise<Restored> {
  const { path, nowMs = Date.now() } = options;
  // Before the directory is made or touched.
  const source = openBackup(options.source);
  try {
    const lock = lockDataDirectory(dirname(path));
    try {
      using partial = new PartialFile(path);
      assertSpace(path, source.connection.pragma("page_count") * source.connection.pragma("page_size"));
      const contents = await copyDatabase(source, partial.path, options);
      const setAside = existsSync(path) ? setDatabaseAside(path, nowMs) : undefined;
      removeCompanions(path);
      partial.publish({ replace: true });
      return { contents, setAside };
    } finally {
      lock.release();
    }
  } finally {
    source.connection.close();
  }
}

function openBackup(path: string): SourceDatabase {
  try {
    return openSource(path, "at rest");
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    const problem = `cannot be restored: ${PROBLEMS[error.code] ?? error.message}`;
    throw new StoreError(error.code, { path, problem, cause: error });
  }
}

const PROBLEMS: { readonly [Code in StoreError["code"]]?: string } = {
  corrupt: "it is not a database, or it is damaged; take another backup",
  foreign: "it is a database of another program; name a file that `jobscope backup` made",
};

/** `jobscope.db.before-restore-2026-11-25T12-00-00Z` */
function setDatabaseAside(path: string, nowMs: number): string {
  const aside = freeName(`${path}.before-restore-${fileStamp(nowMs)}`);
  emptyLog(path);
  try {
    // A second name: the first one stays until the restored database takes it, so that there is one at any time.
    linkOrMove(path, aside);
    if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${aside}-wal`);
  } catch (error) {
    throw fileError(aside, error);
  }
  return aside;
}

/** Brings commits that are only in the log into the file. What is damaged stays as it is: its log is kept with it. */
function emptyLog(path: string): void {
  try {
    const database = new DatabaseSync(path);
    try {
      database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      database.close();
    }
  } catch {
    // Why it cannot be read may be why it is replaced.
  }
}

function linkOrMove(path: string, aside: string): void {
  try {
    linkSync(path, aside);
  } catch {
    renameSync(path, aside);
  }
}

/** A log of the database before would be taken for one of the restored database, and destroy it. */
function removeCompanions(path: string): void {
  for (const suffix of ["-wal", "-shm", "-journal"]) rmSync(`${path}${suffix}`, { force: true });
}

function freeName(wanted: string): string {
  let name = wanted;
  for (let number = 2; existsSync(name); number++) name = `${wanted}-${number}`;
  return name;
}
