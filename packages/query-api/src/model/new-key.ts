import type { StoredKey } from "@jobscope/store";

/** All that is decided of a key before it is made. */
export type KeyWish = Omit<StoredKey, "id" | "prefix" | "hash" | "revokedMs" | "lastUsedMs" | "replacedBy">;

export interface MintedKey {
  /** To be shown once: it is stored nowhere. */
  readonly key: string;
  readonly stored: StoredKey;
}
