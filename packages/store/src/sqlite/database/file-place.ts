import { statSync } from "node:fs";

import { StoreError } from "../../model/store-error.ts";
import { fileError } from "./private-file.ts";

interface FileId {
  readonly dev: bigint;
  readonly ino: bigint;
}

/**
 * Whether a database is still where it was opened. SQLite writes on into files that were deleted or moved and reports
 * success: what is stored there is lost with the last process that has them open.
 */
export class FilePlace {
  readonly #files: ReadonlyMap<string, FileId>;

  /** Call it once the database and its write-ahead log are there. */
  constructor(path: string) {
    this.#files = new Map([path, `${path}-wal`].map((file) => [file, idOf(file)]));
  }

  /** Two calls of `stat`. Throws {@link StoreError} `displaced`, with the path and the fix. */
  assert(): void {
    for (const [file, opened] of this.#files) {
      const { dev, ino } = idOf(file);
      if (dev !== opened.dev || ino !== opened.ino) throw displaced(file, "another file has replaced it");
    }
  }
}

function idOf(file: string): FileId {
  try {
    return statSync(file, { bigint: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") throw displaced(file, "it was deleted or moved");
    throw fileError(file, error);
  }
}

function displaced(path: string, what: string): StoreError {
  const problem = `${what} while the monitor has it open, so nothing is stored; put it back, or restart the monitor to start with what is there`;
  return new StoreError("displaced", { path, problem });
}
