import { recordKey } from "./copy-record.ts";
import { FreeNames, placeIn } from "./place-in.ts";
import type { Visit } from "./visit.ts";
import { REMOVED } from "./walker.ts";
import type { Walker } from "./walker.ts";

/** A Map, with its keys searched and its values judged by them. */
export function copyMap(walker: Walker, given: ReadonlyMap<unknown, unknown>, visit: Visit): Map<unknown, unknown> {
  const out = new Map<unknown, unknown>();
  let index = 0;
  for (const [key, value] of Map.prototype.entries.call(given) as MapIterator<[unknown, unknown]>) {
    if (visit.nodes++ >= walker.parts.limits.maxNodes) {
      out.set("[REDACTED:size]", visit.unseen("size"));
      break;
    }
    const entry = typeof key === "string" ? walker.parts.keys.look(key) : undefined;
    visit.path[visit.depth] = entry?.name ?? index;
    visit.depth++;
    if (entry !== undefined) recordKey(entry, visit);
    const name: unknown = entry === undefined ? walker.value(key, visit) : free(entry.name, out);
    const clean = walker.below(entry ?? NO_KEY, value, visit);
    visit.depth--;
    if (clean !== REMOVED) out.set(name, clean);
    index++;
  }
  return out;
}

const NO_KEY = Object.freeze({ keyClass: undefined, skip: undefined });

function free(name: string, out: ReadonlyMap<unknown, unknown>): string {
  let found = name;
  for (let number = 2; out.has(found); number++) found = `${name}#${number}`;
  return found;
}

export function copySet(walker: Walker, given: ReadonlySet<unknown>, visit: Visit): Set<unknown> {
  const out = new Set<unknown>();
  let index = 0;
  for (const value of Set.prototype.values.call(given) as SetIterator<unknown>) {
    if (visit.nodes++ >= walker.parts.limits.maxNodes) {
      out.add(visit.unseen("size"));
      break;
    }
    visit.path[visit.depth] = index++;
    visit.depth++;
    out.add(walker.value(value, visit));
    visit.depth--;
  }
  return out;
}

/** Headers, form fields and query parameters as a plain object; what stands there more than once becomes a list. */
export function copyEntries(walker: Walker, given: Iterable<[string, unknown]>, visit: Visit): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const names = new FreeNames();
  const nameOf = new Map<string, string>();
  for (const [key, value] of given) {
    if (visit.nodes++ >= walker.parts.limits.maxNodes) {
      out["[REDACTED:size]"] = visit.unseen("size");
      break;
    }
    const entry = walker.parts.keys.look(key);
    const name = nameOf.get(key) ?? names.of(entry.name, out);
    visit.path[visit.depth] = name;
    visit.depth++;
    recordKey(entry, visit);
    const clean = walker.below(entry, value, visit);
    visit.depth--;
    if (clean === REMOVED) continue;
    const present = nameOf.has(key) ? out[name] : undefined;
    placeIn(out, name, nameOf.has(key) ? [...(Array.isArray(present) ? present : [present]), clean] : clean);
    nameOf.set(key, name);
  }
  return out;
}
