/** Why a store refused; each has one fix, which the message names. */
export type StoreErrorCode =
  /** Another process has the data directory. */
  | "locked"
  /** The disk, or the size limit of the file, is full. */
  | "full"
  | "read_only"
  /** Another connection kept the file locked for longer than the busy timeout. */
  | "busy"
  /** Damaged, or not a database at all. */
  | "corrupt"
  /** A database of another program. */
  | "foreign"
  /** Written by a later version of this program. */
  | "newer_schema"
  /** Written by an earlier version, and whoever asked may not migrate it. */
  | "older_schema"
  | "cannot_open"
  /** A file that would be overwritten. */
  | "exists"
  /** Deleted, moved or replaced while it was open. */
  | "displaced"
  /** The operating system failed a read or a write. */
  | "io";

/** The file or directory of a store cannot be used. `message` says what is wrong and what to do. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** File or directory concerned. */
  readonly path: string;

  constructor(
    code: StoreErrorCode,
    what: { readonly path: string; readonly problem: string; readonly cause?: unknown },
  ) {
    super(`${what.path}: ${what.problem}`, what.cause === undefined ? undefined : { cause: what.cause });
    this.code = code;
    this.path = what.path;
  }
}
