import { keyStateAt } from "@jobscope/query-api";
import type { AccessQueries, StoredKey } from "@jobscope/store";

/** An active key by its id, its prefix or its name. @throws {Error} that says why there is none. */
export function findActiveKey(store: AccessQueries, wanted: string, nowMs: number): StoredKey {
  const keys = store.keys();
  const named = keys.filter(({ id, prefix }) => id === wanted || prefix === wanted);
  const found = named.length > 0 ? named : byName(keys, wanted, nowMs);
  const active = found.filter((key) => keyStateAt(key, nowMs) === "active");
  const [key, second] = active;
  if (key !== undefined && second === undefined) return key;
  if (second !== undefined) {
    const ids = active.map(({ id }) => id).join(", ");
    throw new Error(`${JSON.stringify(wanted)}: ${active.length} keys have this name; name one by its id: ${ids}.`);
  }
  const [ended] = found;
  if (ended === undefined) {
    throw new Error(`${JSON.stringify(wanted)}: there is no such key; see them with: jobscope keys list`);
  }
  throw new Error(`${JSON.stringify(wanted)}: the key is ${keyStateAt(ended, nowMs)} already; nothing was changed.`);
}

/** While a key overlaps with the one that took its place, the name means the new one. */
function byName(keys: readonly StoredKey[], wanted: string, nowMs: number): readonly StoredKey[] {
  const found = keys.filter(({ name }) => name === wanted);
  const current = found.filter((key) => key.replacedBy === undefined && keyStateAt(key, nowMs) === "active");
  return current.length > 0 ? current : found;
}
