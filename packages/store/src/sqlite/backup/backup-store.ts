import { existsSync, realpathSync } from "node:fs";
import { dirname } from "node:path";

import { StoreError } from "../../model/store-error.ts";
import type { StoreContents } from "./contents.ts";
import { copyDatabase, type CopyOptions } from "./copy-database.ts";
import { assertSpace, PartialFile, targetExists } from "./partial-file.ts";
import { openSource } from "./source-database.ts";

export interface BackupOptions extends CopyOptions {
  /** File of the database; a monitor may be writing it. */
  readonly path: string;
  /** The file to make, mode 0600. */
  readonly target: string;
  /** Replace a file that is there; default false. */
  readonly force?: boolean | undefined;
}

/**
 * Writes one state of the database to a file of its own, verified and on disk, while the monitor goes on. Resolves to what
 * it holds. Whatever ends it before leaves `target` as it was.
 *
 * @throws {StoreError} with the file and the fix; the reason of `signal` where that ended it.
 */
export async function backupStore(options: BackupOptions): Promise<StoreContents> {
  const { path, target, force = false } = options;
  refuseSelf(path, target);
  if (existsSync(target) && !force) throw targetExists(target);
  const source = openSource(path, "in use");
  try {
    using partial = new PartialFile(target);
    assertSpace(target, source.connection.pragma("page_count") * source.connection.pragma("page_size"));
    const contents = await copyDatabase(source, partial.path, options);
    partial.publish({ replace: force });
    return contents;
  } finally {
    source.connection.close();
  }
}

/** The database, or a file that SQLite keeps beside it. */
function refuseSelf(path: string, target: string): void {
  const [own, given] = [resolved(path), resolved(target)];
  if (!["", "-wal", "-shm", "-journal"].some((suffix) => given === `${own}${suffix}`)) return;
  throw new StoreError("exists", { path: target, problem: "is the database itself; name another file" });
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return existsSync(dirname(path)) ? `${realpathSync(dirname(path))}${path.slice(dirname(path).length)}` : path;
  }
}
