import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openSqliteReader } from "../src/sqlite/sqlite-reader.ts";
import { openSqliteStore } from "../src/sqlite/sqlite-store.ts";
import type { OpenStore } from "./contract/harness.ts";

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), "jobscope-store-"));
}

/** A store in a directory of its own, removed on close. */
export function openTemporaryStore(directory: string = temporaryDirectory()): OpenStore & { readonly path: string } {
  const path = join(directory, "jobscope.db");
  const writer = openSqliteStore({ path, durability: "process" });
  const reader = openSqliteReader({ path });
  const closeBoth = (): void => {
    reader.close();
    writer.close();
  };
  return {
    path,
    writer,
    reader,
    reopen: () => {
      closeBoth();
      return openTemporaryStore(directory);
    },
    close: () => {
      closeBoth();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
