import { messageOf } from "../../config/error-text.ts";

/** Why something could not be stored, and what the sender can do about it. */
export type Failure =
  /** The place, not the data: sending the same again later works. */
  | { readonly kind: "infrastructure"; readonly message: string; readonly retryAfterSeconds: number }
  /** The data, or our own code with this data: sending the same again fails again. */
  | { readonly kind: "content"; readonly message: string };

/** What is stored cannot be turned into state: no request is to blame, whatever the reason. */
export class StateUnreadableError extends Error {
  override readonly name = "StateUnreadableError";
  readonly code = "state_unreadable";

  constructor(cause: unknown) {
    super(`the stored state cannot be read back: ${messageOf(cause)}`, { cause });
  }
}

interface Trouble {
  readonly text: string;
  readonly retryAfterSeconds: number;
}

/** SQLite's primary result codes that say something about the disk or the machine, never about the rows. */
const SQLITE_TROUBLE: ReadonlyMap<number, Trouble> = new Map([
  [5, { text: "the database is locked by another process", retryAfterSeconds: 1 }],
  [6, { text: "a table of the database is locked", retryAfterSeconds: 1 }],
  [7, { text: "memory ran out", retryAfterSeconds: 5 }],
  [8, { text: "the data directory is read-only", retryAfterSeconds: 30 }],
  [10, { text: "the disk reported an I/O error", retryAfterSeconds: 10 }],
  [11, { text: "the database file is corrupt", retryAfterSeconds: 60 }],
  [13, { text: "the disk that holds the data directory is full", retryAfterSeconds: 10 }],
  [14, { text: "the database file cannot be opened", retryAfterSeconds: 10 }],
  [21, { text: "the database is not in a usable state", retryAfterSeconds: 5 }],
  [26, { text: "the database file is not a database", retryAfterSeconds: 60 }],
]);

/** Codes of the store's own errors and of the file system. */
const CODED_TROUBLE: ReadonlyMap<string, Trouble> = new Map([
  ["busy", { text: "the database is locked by another process", retryAfterSeconds: 1 }],
  ["full", { text: "the disk that holds the data directory is full", retryAfterSeconds: 10 }],
  ["read_only", { text: "the data directory is read-only", retryAfterSeconds: 30 }],
  ["corrupt", { text: "the database file is corrupt", retryAfterSeconds: 60 }],
  ["cannot_open", { text: "the database file cannot be opened", retryAfterSeconds: 10 }],
  ["displaced", { text: "the database file is not where it was opened", retryAfterSeconds: 10 }],
  ["io", { text: "the disk reported an I/O error", retryAfterSeconds: 10 }],
  ["state_unreadable", { text: "the stored state cannot be used; `jobscope doctor` checks it", retryAfterSeconds: 30 }],
  ["ENOSPC", { text: "the disk that holds the data directory is full", retryAfterSeconds: 10 }],
  ["EDQUOT", { text: "the disk quota is used up", retryAfterSeconds: 10 }],
  ["EROFS", { text: "the data directory is read-only", retryAfterSeconds: 30 }],
  ["EACCES", { text: "the data directory may not be written to", retryAfterSeconds: 30 }],
  ["EIO", { text: "the disk reported an I/O error", retryAfterSeconds: 10 }],
  ["EMFILE", { text: "too many files are open", retryAfterSeconds: 5 }],
  ["ENOMEM", { text: "memory ran out", retryAfterSeconds: 5 }],
]);

/** Tells trouble of the place from trouble with the data, looking through `cause` (at most 8 deep). */
export function classifyFailure(error: unknown): Failure {
  let current: unknown = error;
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const trouble = troubleOf(current);
    if (trouble !== undefined) {
      return {
        kind: "infrastructure",
        message: `${trouble.text} (${messageOf(error)})`,
        retryAfterSeconds: trouble.retryAfterSeconds,
      };
    }
    current = current.cause;
  }
  return { kind: "content", message: messageOf(error) };
}

function troubleOf(error: Error): Trouble | undefined {
  if ("errcode" in error && typeof error.errcode === "number") {
    // The low byte is the primary code; the rest says where exactly (SQLITE_IOERR_WRITE = 10 | 3 << 8).
    const trouble = SQLITE_TROUBLE.get(error.errcode & 0xff);
    if (trouble !== undefined) return trouble;
  }
  return "code" in error && typeof error.code === "string" ? CODED_TROUBLE.get(error.code) : undefined;
}
