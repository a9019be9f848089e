import type { StoredKey } from "@jobscope/store";

import { keyStateAt } from "../../model/key-state.ts";
import { isRole, isScope } from "../../model/principal.ts";
import type { AuthAnswer, Authenticate } from "../deps.ts";
import { keyPrefix } from "../keys/mint-key.ts";
import { hashApiKey, matchesApiKey } from "./api-key.ts";
import { bearerOf } from "./bearer.ts";

/** Where keys are found. Asked on every request, so that a revoked key opens nothing from then on. */
export interface KeyRegistry {
  /** The key with this {@link StoredKey.prefix}. */
  find(prefix: string): StoredKey | undefined;
}

export interface KeyAuthenticatorOptions {
  /** Wall clock, epoch milliseconds. Default `Date.now`. */
  readonly nowMs?: () => number;
  /** Told that a key was used, at most once a minute for each. */
  readonly onUse?: (id: string) => void;
}

/** Compared with where no key has the prefix, so that its time does not tell which prefixes there are. */
const NO_HASH = hashApiKey("");

/** `Bearer <key>` against the stored keys. Why a key is refused goes into the audit; the caller does not learn it. */
export function createKeyAuthenticator(
  registry: KeyRegistry,
  { nowMs = Date.now, onUse = () => {} }: KeyAuthenticatorOptions = {},
): Authenticate {
  const told = oncePerMinute(onUse, nowMs);
  return (request) => {
    const key = bearerOf(request);
    const prefix = keyPrefix(key ?? "");
    if (key === undefined || prefix === undefined) return undefined;
    const found = registry.find(prefix);
    if (!matchesApiKey(key, found?.hash ?? NO_HASH) || found === undefined) return { refused: "no such key" };
    const answer = answerFor(found, nowMs());
    if ("id" in answer) told(found.id);
    return answer;
  };
}

function answerFor(key: StoredKey, nowMs: number): NonNullable<AuthAnswer> {
  const state = keyStateAt(key, nowMs);
  const refusal = (why: string): AuthAnswer & object => ({ refused: `the key ${why}`, keyId: key.id });
  if (state !== "active") return refusal(`is ${state}`);
  if (key.kind !== "api") return refusal("is for sending telemetry");
  if (!isRole(key.role)) return refusal("has no role that is known here");
  const { id, role, scopes } = key;
  // A scope that is not known here allows nothing; a key narrowed to such scopes alone opens nothing.
  return scopes === undefined ? { id, role } : { id, role, scopes: scopes.filter(isScope) };
}

const MINUTE_MS = 60_000;
/** As many as there may be keys. */
const MAX_KEYS = 10_000;

function oncePerMinute(tell: (id: string) => void, nowMs: () => number): (id: string) => void {
  const lastMs = new Map<string, number>();
  return (id) => {
    const now = nowMs();
    if (now - (lastMs.get(id) ?? -Infinity) < MINUTE_MS) return;
    if (lastMs.size >= MAX_KEYS) lastMs.clear();
    lastMs.set(id, now);
    tell(id);
  };
}
