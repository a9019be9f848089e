import { randomBytes } from "node:crypto";

import { hashApiKey, matchesApiKey } from "@jobscope/query-api";

/** Name of the setting that holds the hash; the key itself is stored nowhere. */
export const ADMIN_KEY_SETTING = "admin_key_hash";

/** Tells our keys apart in logs and secret scanners. */
const PREFIX = "jsk_";
const KEY_BYTES = 32;

export interface AdminKey {
  /** What the API checks against. */
  readonly hash: string;
  /** The key itself, the one time that it is known here and nobody else has it. */
  readonly created?: string;
  /** `configured`: given by `JOBSCOPE_ADMIN_KEY`. `stored`: made at an earlier start. `created`: made now. */
  readonly source: "configured" | "stored" | "created";
}

/** The settings of the store, from this thread or another. */
export interface SettingStore {
  readSetting(name: string): Promise<string | undefined> | string | undefined;
  writeSetting(name: string, value: string): Promise<void> | void;
}

/**
 * The admin key of this start. A configured key replaces whatever was there; without one, the stored one stays; without
 * that, one is made (`jsk_` and 256 random bits) and given to `handOver` before its hash is stored: a key that could
 * not be handed over never counts, so that nobody is locked out by a full disk or a crash in between.
 */
export async function resolveAdminKey(
  store: SettingStore,
  configured: string | undefined,
  handOver: (key: string) => Promise<void> | void = () => {},
): Promise<AdminKey> {
  const stored = await store.readSetting(ADMIN_KEY_SETTING);
  if (stored !== undefined && (configured === undefined || matchesApiKey(configured, stored))) {
    return { hash: stored, source: configured === undefined ? "stored" : "configured" };
  }
  const key = configured ?? `${PREFIX}${randomBytes(KEY_BYTES).toString("base64url")}`;
  const hash = hashApiKey(key);
  if (configured === undefined) await handOver(key);
  await store.writeSetting(ADMIN_KEY_SETTING, hash);
  return configured === undefined ? { hash, created: key, source: "created" } : { hash, source: "configured" };
}
