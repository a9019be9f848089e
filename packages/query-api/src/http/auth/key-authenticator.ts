import { MAX_KEYS } from "@jobscope/store";
import type { StoredKey } from "@jobscope/store";

import { isRole, isScope } from "../../model/principal.ts";
import type { Principal } from "../../model/principal.ts";
import { MINUTE_MS } from "../../model/time-units.ts";
import type { AuthAnswer, Authenticate, AuthDenial } from "../deps.ts";
import { findByKey } from "./find-by-key.ts";
import type { FoundKey, KeyRegistry } from "./find-by-key.ts";

export interface KeyAuthenticatorOptions {
  /** Wall clock, epoch milliseconds. Default `Date.now`. */
  readonly nowMs?: () => number;
  /** Told that a key was used, at most once a minute for each. */
  readonly onUse?: (id: string) => void;
}

/** `Bearer <key>` against the stored keys. Why a key is denied goes into the audit; the caller does not learn it. */
export function createKeyAuthenticator(
  registry: KeyRegistry,
  { nowMs = Date.now, onUse = () => {} }: KeyAuthenticatorOptions = {},
): Authenticate {
  const told = oncePerMinute(onUse, nowMs);
  return (request) => {
    const answer = answerFor(findByKey(registry, request.headers.authorization, nowMs()));
    if (answer !== undefined && "id" in answer) told(answer.id);
    return answer;
  };
}

function answerFor(found: FoundKey): AuthAnswer {
  switch (found.kind) {
    case "foreign":
      return undefined;
    case "unknown":
      return { denied: "no such key" };
    case "ended":
      return denial(found.key, `is ${found.state}`);
    case "active":
      return principalFor(found.key);
  }
}

function denial({ id }: StoredKey, why: string): AuthDenial {
  return { denied: `the key ${why}`, keyId: id };
}

function principalFor(key: StoredKey): Principal | AuthDenial {
  if (key.kind !== "api") return denial(key, "is for sending telemetry");
  if (!isRole(key.role)) return denial(key, "has no role that is known here");
  const { id, role, scopes, expiresMs } = key;
  return {
    id,
    role,
    // A scope that is not known here allows nothing; a key narrowed to such scopes alone opens nothing.
    ...(scopes !== undefined && { scopes: scopes.filter(isScope) }),
    ...(expiresMs !== undefined && { expiresMs }),
  };
}

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
