import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Keys of the monitor, each a file that is readable by this user alone.
 * - `digest-key`: of the digests that keep masked names apart. Without it, names that were masked alike get new digests.
 * - `alert-key`: signs the links by which alerts are acknowledged. Without it, links that were sent before are worthless.
 */
export type KeyFile = "digest-key" | "alert-key";
const KEY_BYTES = 32;

/**
 * The key in this file: made at the first start, kept beside the database and not in it, so that who sees rows or a backup
 * of them cannot use it. Hold the lock of the data directory.
 */
export function settleKey(dataDir: string, file: KeyFile): Uint8Array {
  const path = join(dataDir, file);
  const stored = readKey(path);
  if (stored !== undefined) return stored;
  const key = randomBytes(KEY_BYTES);
  writeFileSync(path, key, { mode: 0o600, flush: true });
  // The mode above counts only where the file is new.
  chmodSync(path, 0o600);
  return key;
}

function readKey(path: string): Uint8Array | undefined {
  try {
    const key = readFileSync(path);
    // A crash in the middle of writing leaves less.
    return key.byteLength === KEY_BYTES ? key : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
