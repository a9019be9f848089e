import { StoreError, type StoreErrorCode } from "../../model/store-error.ts";

/** Primary result codes of SQLite (the low byte of the extended code), with what a person can do about each. */
const CODES: ReadonlyMap<number, readonly [StoreErrorCode, string]> = new Map([
  [5, ["busy", "the database is locked by another connection; end the other process that has it open"]],
  [6, ["busy", "the database is locked by another connection; end the other process that has it open"]],
  [8, ["read_only", "the database cannot be written; give this user write permission on the file and its directory"]],
  [10, ["io", "the operating system failed a read or write; check the disk, its quota and the file size limit"]],
  [11, ["corrupt", "the database is damaged; restore a backup or move the file away"]],
  [13, ["full", "the disk is full; free space there or lower the size limit of the store"]],
  [14, ["cannot_open", "the database cannot be opened; check that its directory exists and may be written"]],
  [26, ["corrupt", "the file is not a database, or its start is damaged; restore a backup or move the file away"]],
]);

const resultCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode & 0xff : undefined;

/** An error of SQLite as a {@link StoreError}; any other value as it is. */
export function toStoreError(error: unknown, path: string): unknown {
  const resultCode = resultCodeOf(error);
  const known = resultCode === undefined ? undefined : CODES.get(resultCode);
  if (known === undefined) return error;
  const detail = error instanceof Error ? error.message : "";
  return new StoreError(known[0], { path, problem: `${known[1]} (SQLite: ${detail})`, cause: error });
}

/** Runs `work`; what SQLite throws leaves as a {@link StoreError}. */
export function withStoreErrors<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error, path);
  }
}
