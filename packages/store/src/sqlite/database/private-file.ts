import { closeSync, openSync } from "node:fs";

import { StoreError } from "../../model/store-error.ts";

/**
 * Makes `path` with mode 0600 where it is missing; SQLite's log and shared memory beside it inherit the mode. A file that
 * exists is not even opened: closing any descriptor of it would drop the POSIX locks that this process has on it.
 */
export function createPrivateFile(path: string): void {
  try {
    closeSync(openSync(path, "ax", 0o600));
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw fileError(path, error);
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

/** An error of the file system as a {@link StoreError}. */
export function fileError(path: string, error: unknown): StoreError {
  switch (codeOf(error)) {
    case "EACCES":
    case "EPERM":
      return new StoreError("read_only", {
        path,
        problem: "cannot be written; give this user write permission on it",
        cause: error,
      });
    case "EROFS": {
      const problem = "lies on a read-only file system; name one that can be written, or mount it so that it can";
      return new StoreError("read_only", { path, problem, cause: error });
    }
    case "EDQUOT": {
      const problem = "this user's disk quota is used up; free space or have it raised";
      return new StoreError("full", { path, problem, cause: error });
    }
    case "ENOSPC":
      return new StoreError("full", { path, problem: "the disk is full; free space there", cause: error });
    default: {
      const detail = error instanceof Error ? error.message : String(error);
      return new StoreError("cannot_open", {
        path,
        problem: `cannot be used (${detail}); check the path`,
        cause: error,
      });
    }
  }
}
