import { keyStateAt } from "@jobscope/query-api";
import type { AccessQueries, StoredKey } from "@jobscope/store";

/** As the admin key is named in the audit. */
const ADMIN_KEY = "admin-key";

/** A key by its id, its prefix or its name; of several, the one that is active. @throws {Error} that says why there is none. */
export function findKey(store: AccessQueries, wanted: string, nowMs: number): StoredKey {
  const keys = store.keys();
  const named = keys.filter(({ id, prefix }) => id === wanted || prefix === wanted);
  const found = named.length > 0 ? named : byName(keys, wanted, nowMs);
  const active = found.filter((key) => keyStateAt(key, nowMs) === "active");
  const candidates = active.length > 0 ? active : found;
  const [key] = candidates;
  if (key === undefined && wanted === ADMIN_KEY) {
    throw new Error(
      "the admin key is none of the stored keys; start the monitor once with another JOBSCOPE_ADMIN_KEY, which takes its place.",
    );
  }
  if (key === undefined) {
    throw new Error(`${JSON.stringify(wanted)}: there is no such key; see them with: jobscope keys list`);
  }
  if (candidates.length === 1) return key;
  const ids = candidates.map(({ id }) => id).join(", ");
  throw new Error(`${JSON.stringify(wanted)}: ${candidates.length} keys have this name; name one by its id: ${ids}.`);
}

/** The same, where an ended one is of no use. */
export function findActiveKey(store: AccessQueries, wanted: string, nowMs: number): StoredKey {
  const key = findKey(store, wanted, nowMs);
  const state = keyStateAt(key, nowMs);
  if (state === "active") return key;
  throw new Error(`${JSON.stringify(wanted)}: the key is ${state} already; nothing was changed.`);
}

/** While a key overlaps with the one that took its place, the name means the new one. */
function byName(keys: readonly StoredKey[], wanted: string, nowMs: number): readonly StoredKey[] {
  const found = keys.filter(({ name }) => name === wanted);
  const current = found.filter((key) => key.replacedBy === undefined && keyStateAt(key, nowMs) === "active");
  return current.length > 0 ? current : found;
}
