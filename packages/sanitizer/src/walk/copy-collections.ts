import { REMOVED, belowNothing } from "./copier.ts";
import type { Copier } from "./copier.ts";
import { FreeNames, placeIn } from "./place-in.ts";
import type { Visit } from "./visit.ts";

/** A Map, with its keys searched and its values judged by them. */
export function copyMap(copier: Copier, given: ReadonlyMap<unknown, unknown>, visit: Visit): Map<unknown, unknown> {
  const out = new Map<unknown, unknown>();
  const names = new FreeNames((name) => out.has(name));
  let index = 0;
  for (const [key, value] of Map.prototype.entries.call(given) as MapIterator<[unknown, unknown]>) {
    if (visit.nodes++ >= copier.limits.maxNodes) {
      out.set("[REDACTED:size]", visit.unseen("size"));
      break;
    }
    const entry = typeof key === "string" ? copier.keys.look(key) : undefined;
    visit.path[visit.depth] = entry?.name ?? index;
    visit.depth++;
    if (entry !== undefined) visit.foundInKey(entry.found);
    const name: unknown = entry === undefined ? copier.value(key, visit) : names.of(entry.name);
    const clean = copier.below(entry ?? belowNothing, value, visit);
    visit.depth--;
    if (clean !== REMOVED) out.set(name, clean);
    index++;
  }
  return out;
}

export function copySet(copier: Copier, given: ReadonlySet<unknown>, visit: Visit): Set<unknown> {
  const out = new Set<unknown>();
  let index = 0;
  for (const value of Set.prototype.values.call(given) as SetIterator<unknown>) {
    if (visit.nodes++ >= copier.limits.maxNodes) {
      out.add(visit.unseen("size"));
      break;
    }
    visit.path[visit.depth] = index++;
    visit.depth++;
    out.add(copier.value(value, visit));
    visit.depth--;
  }
  return out;
}

/** Headers, form fields and query parameters as a plain object; what stands there more than once becomes a list. */
export function copyEntries(copier: Copier, given: Iterable<[string, unknown]>, visit: Visit): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const names = new FreeNames((name) => Object.hasOwn(out, name));
  const placed = new Map<string, { readonly name: string; readonly values: unknown[] }>();
  for (const [key, value] of given) {
    if (visit.nodes++ >= copier.limits.maxNodes) {
      out["[REDACTED:size]"] = visit.unseen("size");
      break;
    }
    const entry = copier.keys.look(key);
    const before = placed.get(key);
    const name = before?.name ?? names.of(entry.name);
    visit.path[visit.depth] = name;
    visit.depth++;
    visit.foundInKey(entry.found);
    const clean = copier.below(entry, value, visit);
    visit.depth--;
    if (clean === REMOVED) continue;
    if (before === undefined) {
      placed.set(key, { name, values: [clean] });
      placeIn(out, name, clean);
    } else if (before.values.push(clean) === 2) placeIn(out, name, before.values);
  }
  return out;
}
