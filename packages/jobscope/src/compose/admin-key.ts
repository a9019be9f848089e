import type { AdminKey } from "../config/admin-key.ts";
import { ADMIN_KEY_SETTING, resolveAdminKey } from "../config/admin-key.ts";

export interface AdminKeyOptions {
  /** The key that was configured; absent: the stored one counts, or a new one is made. */
  readonly configured: string | undefined;
  /** Settings live in the core's thread. */
  readonly settings: {
    readSetting(name: string): Promise<string | undefined>;
    writeSetting(name: string, value: string): Promise<void>;
  };
  /** Hands a new key to the admin. */
  readonly announce: (key: string) => void;
}

/** The admin key of this start; a new one is handed over before its hash is stored: a crash in between makes another. */
export async function settleAdminKey({ configured, settings, announce }: AdminKeyOptions): Promise<AdminKey> {
  const stored = await settings.readSetting(ADMIN_KEY_SETTING);
  let replacement: string | undefined;
  const key = resolveAdminKey(
    { readSetting: () => stored, writeSetting: (_name, value) => (replacement = value) },
    configured,
  );
  if (key.created !== undefined) announce(key.created);
  if (replacement !== undefined) await settings.writeSetting(ADMIN_KEY_SETTING, replacement);
  return key;
}
