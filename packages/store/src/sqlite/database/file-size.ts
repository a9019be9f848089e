import type { Connection } from "./connection.ts";

/** Pages given back to the file system in one call: some 20 ms. */
const VACUUM_PAGES = 2_000;
/** Free pages that stay for new rows: a sixteenth of the file, at least 256. */
const SLACK_PAGES = 256;
const SLACK_SHARE = 16;

export interface FileSize {
  /** What the file holds, free pages included. */
  readonly bytes: number;
  /** What is in use: the byte cap goes by this, because free pages are used again before the file grows. */
  readonly liveBytes: number;
}

export function fileSize(connection: Connection): FileSize {
  const pageSize = connection.pragma("page_size");
  const pages = connection.pragma("page_count");
  return { bytes: pages * pageSize, liveBytes: (pages - connection.pragma("freelist_count")) * pageSize };
}

function excessPages(connection: Connection): number {
  const slack = Math.max(SLACK_PAGES, Math.floor(connection.pragma("page_count") / SLACK_SHARE));
  return connection.pragma("freelist_count") - slack;
}

/**
 * Gives free pages back, a few at a time, in place: no second copy of the file. Returns whether there are more. A file
 * that was made without incremental auto-vacuum cannot shrink this way: its free pages are used again, and only an
 * offline `VACUUM` (which needs the space for a copy) makes it smaller.
 */
export function shrinkFile(connection: Connection): boolean {
  const INCREMENTAL = 2;
  if (connection.pragma("auto_vacuum") !== INCREMENTAL || excessPages(connection) <= 0) return false;
  connection.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
  // The file itself is cut when the log has been copied back.
  connection.exec("PRAGMA wal_checkpoint(PASSIVE)");
  return excessPages(connection) > 0;
}
