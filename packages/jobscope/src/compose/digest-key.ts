import { randomBytes } from "node:crypto";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Readable by this user alone. Without the file, names that were masked alike get new digests: nothing else is lost. */
const DIGEST_KEY_FILE = "digest-key";
const KEY_BYTES = 32;

/**
 * The key of the digests that keep masked names apart: made at the first start, kept beside the database and not in it, so
 * that who sees rows or a backup of them cannot try values against the digests. Hold the lock of the data directory.
 */
export function settleDigestKey(dataDir: string): Uint8Array {
  const path = join(dataDir, DIGEST_KEY_FILE);
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
