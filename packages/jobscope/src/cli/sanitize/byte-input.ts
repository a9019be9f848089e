import { createReadStream, fstatSync, readFileSync, readlinkSync, statSync } from "node:fs";

import { messageOf } from "../../config/error-text.ts";

export interface ByteInput {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Bytes to come, where that can be known: a pipe does not tell. */
  readonly size: number | undefined;
}

const STANDARD_INPUT = 0;

/** @throws {Error} that says why there is nothing to read, and the fix. */
export function openInput(file: string | undefined): ByteInput {
  const stats = file === undefined ? fstatSync(STANDARD_INPUT) : statSync(file);
  if (stats.isDirectory()) throw new Error("it is a directory. Name a file, or: cat folder/*.log | jobscope sanitize");
  if (file === undefined && isClosed()) {
    throw new Error("it is closed, so that nothing can be read. Name a file, or: jobscope sanitize < app.log");
  }
  const size = stats.isFile() ? stats.size : undefined;
  return { bytes: file === undefined ? process.stdin : createReadStream(file), size };
}

/** For people: why it cannot be read, and what to do. */
export function inputProblem(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
  switch (code) {
    case undefined:
      return messageOf(error);
    case "ENOENT":
      return "there is no such file. Check the path";
    case "EACCES":
    case "EPERM":
      return "it may not be read. Check its permissions";
    case "EISDIR":
      return "it is a directory. Name a file, or: cat folder/*.log | jobscope sanitize";
    default:
      return `it cannot be read (${code})`;
  }
}

/**
 * Node.js opens /dev/null, for reading and writing, in the place of a standard input that is closed. Who means an empty
 * input opens it for reading alone. Told on Linux only; elsewhere it counts as empty.
 */
function isClosed(): boolean {
  try {
    if (readlinkSync("/proc/self/fd/0") !== "/dev/null") return false;
    const [, flags = ""] = /^flags:\s*([0-7]+)/m.exec(readFileSync("/proc/self/fdinfo/0", "utf8")) ?? [];
    return flags.endsWith("2");
  } catch {
    return false;
  }
}
