import { randomBytes } from "node:crypto";

import { hashApiKey, matchesApiKey } from "@jobscope/query-api";
import type { AuditEntry } from "@jobscope/store";

/** Name of the setting that holds the hash; the key itself is stored nowhere. */
const ADMIN_KEY_SETTING = "admin_key_hash";

/** Tells our keys apart in logs and secret scanners. */
const PREFIX = "jsk_";
const KEY_BYTES = 32;

export interface AdminKey {
  /** What the API checks against. */
  readonly hash: string;
  /** The key itself, only when it was made now: nobody can tell it later. */
  readonly created?: string;
}

export interface AdminKeyOptions {
  /** `JOBSCOPE_ADMIN_KEY`: replaces whatever was there. Absent: the stored key counts, or a new one is made. */
  readonly configured: string | undefined;
  /** Settings live in the core's thread. */
  readonly settings: {
    readSetting(name: string): Promise<string | undefined>;
    writeSetting(name: string, value: string): Promise<void>;
  };
  /** Hands a new key to the admin. */
  readonly announce: (key: string) => void;
  /** Resolves once the line is stored. */
  readonly audit: (entry: AuditEntry) => Promise<unknown>;
  /** Wall clock, epoch milliseconds. */
  readonly nowMs: () => number;
}

/** The admin key of this start; a new one is handed over before its hash is stored: a crash in between makes another. */
export async function settleAdminKey(options: AdminKeyOptions): Promise<AdminKey> {
  const { configured, settings, announce } = options;
  const stored = await settings.readSetting(ADMIN_KEY_SETTING);
  if (stored !== undefined && (configured === undefined || matchesApiKey(configured, stored))) return { hash: stored };
  const key = configured ?? `${PREFIX}${randomBytes(KEY_BYTES).toString("base64url")}`;
  const hash = hashApiKey(key);
  if (configured === undefined) announce(key);
  // Written first: a crash in between makes the line twice, and never leaves a new key without one.
  if (stored !== undefined) await options.audit(replacedAt(options.nowMs()));
  await settings.writeSetting(ADMIN_KEY_SETTING, hash);
  return configured === undefined ? { hash, created: key } : { hash };
}

function replacedAt(atMs: number): AuditEntry {
  return {
    atMs,
    actor: "admin-key",
    role: "admin",
    action: "keys.replace_admin",
    target: "admin-key",
    outcome: "done",
    detail: "started with another admin key in its configuration; the one before opens nothing any more",
    address: "",
    requestId: "",
    count: 1,
  };
}
