import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqliteReader, openSqliteStore } from "@jobscope/store";
import type { StoreReader, StoreWriter } from "@jobscope/store";

import { ALERTING_CHANGES } from "./alert-samples.ts";
import { memoryReader } from "./memory-reader.ts";
import { promised } from "./promised.ts";
import { CHANGES } from "./samples.ts";

export interface OpenReader {
  readonly reader: StoreReader;
  close(): void;
}

function openMemory(): OpenReader {
  return { reader: memoryReader(), close: () => {} };
}

function openSqlite(): OpenReader {
  return openSqliteWith((store) => {
    store.writeChanges(CHANGES);
    store.writeAlerting(ALERTING_CHANGES);
  });
}

/** The real store with what `write` puts into it, in one transaction. */
export function openSqliteWith(write: (store: StoreWriter) => void): OpenReader {
  const folder = mkdtempSync(join(tmpdir(), "query-api-"));
  const path = join(folder, "test.db");
  const store = openSqliteStore({ path, durability: "process" });
  store.transaction(() => write(store));
  const queries = openSqliteReader({ path });
  return {
    reader: promised(queries),
    close: () => {
      queries.close();
      store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** The samples behind the plainest reader and behind the real one: the API gives the same answers over both. */
export const READERS: readonly (readonly [name: string, open: () => OpenReader])[] = [
  ["a reader in memory", openMemory],
  ["the SQLite store", openSqlite],
];
