import { readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../model/store-error.ts";
import { makePrivateDirectory } from "./private-directory.ts";
import { createPrivateFile, fileError } from "./private-file.ts";
import { toStoreError } from "./sqlite-errors.ts";

/** Who has a data directory. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** RFC 3339, UTC. */
  readonly since: string;
}

export interface DataDirectoryLock {
  readonly directory: string;
  release(): void;
}

const LOCK_FILE = "lock";
const HOLDER_FILE = "lock-holder.json";

/** A database that nobody refers to is closed by the garbage collector, and its lock with it: the lock must not go so. */
const HELD = new Set<DatabaseSync>();

function readHolder(directory: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(directory, HOLDER_FILE), "utf8"));
    if (typeof value !== "object" || value === null) return undefined;
    const { pid, host, since }: { pid?: unknown; host?: unknown; since?: unknown } = value;
    const isHolder = typeof pid === "number" && typeof host === "string" && typeof since === "string";
    return isHolder ? { pid, host, since } : undefined;
  } catch {
    return undefined;
  }
}

function heldBy(directory: string, cause: unknown): StoreError {
  const holder = readHolder(directory);
  const who = holder
    ? `process ${holder.pid} on ${holder.host} since ${holder.since}`
    : "another process, which has not written its name yet";
  return new StoreError("locked", {
    path: directory,
    problem: `in use by ${who}; end it or name another data directory`,
    cause,
  });
}

function acquire(directory: string): DatabaseSync {
  const path = join(directory, LOCK_FILE);
  createPrivateFile(path);
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    const translated = toStoreError(error, path);
    throw translated instanceof StoreError && translated.code === "busy" ? heldBy(directory, error) : translated;
  }
}

/**
 * Makes the data directory (0700) where it is missing, and takes it for this process.
 *
 * The lock is one of the kernel: an open exclusive transaction on an empty SQLite file, hence an `fcntl` lock (`LockFileEx`
 * on Windows). It ends with the process however that ends, so there is no stale lock to judge: neither kill -9, nor a
 * process id used again, nor a holder in another container on this host can mislead it. The file beside it only names
 * the holder to people. On network file systems it is as good as their lock manager.
 *
 * @throws {StoreError} `locked`, naming the holder; `read_only`, `full` or `cannot_open` where the directory cannot be used.
 */
export function lockDataDirectory(directory: string): DataDirectoryLock {
  makePrivateDirectory(directory);
  const database = acquire(directory);
  const holder: LockHolder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  try {
    writeFileSync(join(directory, HOLDER_FILE), `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  } catch (error) {
    database.close();
    throw fileError(directory, error);
  }
  HELD.add(database);
  return {
    directory,
    release: () => {
      HELD.delete(database);
      if (database.isOpen) database.close();
    },
  };
}
