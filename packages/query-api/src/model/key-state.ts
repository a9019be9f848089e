import type { StoredKey } from "@jobscope/store";

/** `replaced`: ended because another key took its place. */
export const KEY_STATES = ["active", "expired", "revoked", "replaced"] as const;
export type KeyState = (typeof KEY_STATES)[number];

/** What a key is at an instant; only an active one opens anything. The instant of its end is no longer in its life. */
export function keyStateAt({ revokedMs, expiresMs, replacedBy }: StoredKey, nowMs: number): KeyState {
  if (revokedMs !== undefined) return "revoked";
  if (expiresMs === undefined || nowMs < expiresMs) return "active";
  return replacedBy === undefined ? "expired" : "replaced";
}
