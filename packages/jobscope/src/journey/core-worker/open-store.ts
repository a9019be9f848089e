import { statSync } from "node:fs";

import type { StoreWriter } from "@jobscope/store";
import { openSqliteStore, StoreError } from "@jobscope/store";

import { storeFileOf } from "../store-file.ts";
import { SETTING_CLEAN_STOP } from "./core-loop.ts";

/** A larger file is checked at start only after a stop that was not clean: it takes some seconds per GB. */
const ALWAYS_CHECKED_BYTES = 1_073_741_824;

/**
 * Opens the store for writing and checks its structure. Hold the lock of the data directory.
 *
 * @throws {StoreError} whose message names the file and the fix.
 */
export function openCheckedStore(options: {
  readonly dataDir: string;
  readonly durability: "process" | "power";
  readonly checkIntegrity: boolean;
}): StoreWriter {
  const path = storeFileOf(options.dataDir);
  const store = openSqliteStore({ path, durability: options.durability });
  try {
    if (options.checkIntegrity && worthChecking(store, path)) refuseDamaged(store, path);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

function worthChecking(store: StoreWriter, path: string): boolean {
  return store.readSetting(SETTING_CLEAN_STOP) === "" || statSync(path).size <= ALWAYS_CHECKED_BYTES;
}

function refuseDamaged(store: StoreWriter, path: string): void {
  const { ok, problems } = store.checkIntegrity();
  if (ok) return;
  const [first = "no details"] = problems;
  const more = problems.length > 1 ? ` and ${problems.length - 1} more` : "";
  throw new StoreError("corrupt", {
    path,
    problem: `the database is damaged (${first}${more}); restore a backup, or move the file away to start with an empty one`,
  });
}
