import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

import { StoreError } from "../../model/store-error.ts";
import { createPrivateFile, fileError } from "../database/private-file.ts";

const SUFFIX = ".partial";
/** What SQLite may leave beside a file that it did not finish. */
const COMPANIONS = ["", "-journal", "-wal", "-shm"];

/** A file in the making, in the directory of the one that it will be: it gets that name only when it is whole. */
export class PartialFile implements Disposable {
  readonly path: string;
  readonly #target: string;

  /** Makes it empty, with mode 0600. Removes what a killed process left of the same target. */
  constructor(target: string) {
    this.#target = target;
    removeLeftOvers(target);
    this.path = join(dirname(target), `${prefixOf(target)}${process.pid}${SUFFIX}`);
    createPrivateFile(this.path);
  }

  /** On disk first, then the name, then that on disk. `replace: false` refuses to take the place of another file. */
  publish({ replace }: { readonly replace: boolean }): void {
    try {
      sync(this.path);
      if (replace) renameSync(this.path, this.#target);
      else this.#claim();
      sync(dirname(this.#target));
    } catch (error) {
      throw error instanceof StoreError ? error : fileError(this.#target, error);
    }
  }

  /** A link fails where the name is taken, in one step; some file systems have none. */
  #claim(): void {
    try {
      linkSync(this.path, this.#target);
      unlinkSync(this.path);
    } catch (error) {
      if (existsSync(this.#target)) throw targetExists(this.#target);
      if (!isUnsupported(error)) throw error;
      renameSync(this.path, this.#target);
    }
  }

  /** Without {@link publish} before it, nothing is left. */
  [Symbol.dispose](): void {
    removeAll(this.path);
  }
}

export function targetExists(path: string): StoreError {
  return new StoreError("exists", { path, problem: "is there already; name another file, or force it to be replaced" });
}

/** Throws {@link StoreError} `full` where `bytes` more do not fit beside `path`. */
export function assertSpace(path: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(dirname(path));
  if (bavail * bsize >= bytes) return;
  const [needed, free] = [bytes, bavail * bsize].map((size) => (size / 1e6).toFixed(0));
  throw new StoreError("full", {
    path,
    problem: `needs ${needed} MB, and ${free} MB are free there; free space or name another place`,
  });
}

const prefixOf = (target: string): string => `.${basename(target)}.`;

function removeLeftOvers(target: string): void {
  const prefix = prefixOf(target);
  for (const name of namesIn(target)) {
    const pid =
      name.startsWith(prefix) && name.endsWith(SUFFIX) ? Number(name.slice(prefix.length, -SUFFIX.length)) : 0;
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) removeAll(join(dirname(target), name));
  }
}

function namesIn(target: string): readonly string[] {
  try {
    return readdirSync(dirname(target));
  } catch (error) {
    throw fileError(dirname(target), error);
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) !== "ESRCH";
  }
}

function removeAll(path: string): void {
  for (const companion of COMPANIONS) rmSync(`${path}${companion}`, { force: true });
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
const isUnsupported = (error: unknown): boolean =>
  ["EPERM", "ENOTSUP", "ENOSYS", "EXDEV"].some((code) => codeOf(error) === code);

/** Directories cannot be opened on Windows; there the rename itself is durable. */
function sync(path: string): void {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch (error) {
    if (process.platform === "win32") return;
    throw error;
  }
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
