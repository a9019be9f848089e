import type { StoredKey } from "@jobscope/store";

import { keyPrefix } from "../../model/key-form.ts";
import { keyStateAt } from "../../model/key-state.ts";
import type { KeyState } from "../../model/key-state.ts";
import { hashApiKey, matchesApiKey } from "./api-key.ts";
import { bearerOf } from "./bearer.ts";

/** Where keys are found. Asked on every request, so that a revoked key opens nothing from then on. */
export interface KeyRegistry {
  /** The key with this {@link StoredKey.prefix}. */
  find(prefix: string): StoredKey | undefined;
}

/** `foreign`: nothing that looks like a key made here. `unknown`: it does, but is none of those that are stored. */
export type FoundKey =
  | { readonly kind: "active"; readonly key: StoredKey }
  | { readonly kind: "ended"; readonly key: StoredKey; readonly state: Exclude<KeyState, "active"> }
  | { readonly kind: "unknown" }
  | { readonly kind: "foreign" };

/** Compared with where no key has the prefix, so that its time does not tell which prefixes there are. */
const NO_HASH = hashApiKey("");

/** The stored key that an `Authorization: Bearer` header holds, of whatever kind it is, in a time that tells nothing. */
export function findByKey(
  registry: Pick<KeyRegistry, "find">,
  authorization: string | undefined,
  nowMs: number,
): FoundKey {
  const given = bearerOf(authorization) ?? "";
  const prefix = keyPrefix(given);
  if (prefix === undefined) return { kind: "foreign" };
  const key = registry.find(prefix);
  if (!matchesApiKey(given, key?.hash ?? NO_HASH) || key === undefined) return { kind: "unknown" };
  const state = keyStateAt(key, nowMs);
  return state === "active" ? { kind: "active", key } : { kind: "ended", key, state };
}
