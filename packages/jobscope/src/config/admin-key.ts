import { randomBytes } from "node:crypto";

import { hashApiKey, matchesApiKey } from "@jobscope/query-api";
import type { StoreWriter } from "@jobscope/store";

/** Name of the setting that holds the hash; the key itself is stored nowhere. */
export const ADMIN_KEY_SETTING = "admin_key_hash";

/** Tells our keys apart in logs and secret scanners. */
const PREFIX = "jsk_";
const KEY_BYTES = 32;

export interface AdminKey {
  /** What the API checks against. */
  readonly hash: string;
  /** The key itself, the one time that it is known and nobody else has it: show it to the admin. */
  readonly created?: string;
  /** `configured`: given by `JOBSCOPE_ADMIN_KEY`. `stored`: made at an earlier start. `created`: made now. */
  readonly source: "configured" | "stored" | "created";
}

/**
 * The admin key of this start. A configured key replaces whatever was there; without one, the stored one stays; without
 * that, one is made (`jsk_` and 256 random bits). Call it inside a transaction.
 */
export function resolveAdminKey(
  store: Pick<StoreWriter, "readSetting" | "writeSetting">,
  configured: string | undefined,
): AdminKey {
  const stored = store.readSetting(ADMIN_KEY_SETTING);
  if (configured === undefined && stored !== undefined) return { hash: stored, source: "stored" };
  if (configured !== undefined && stored !== undefined && matchesApiKey(configured, stored)) {
    return { hash: stored, source: "configured" };
  }
  const key = configured ?? createKey();
  const hash = hashApiKey(key);
  store.writeSetting(ADMIN_KEY_SETTING, hash);
  return configured === undefined ? { hash, created: key, source: "created" } : { hash, source: "configured" };
}

function createKey(): string {
  return `${PREFIX}${randomBytes(KEY_BYTES).toString("base64url")}`;
}
