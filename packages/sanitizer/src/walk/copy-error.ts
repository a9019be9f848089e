import type { Copier } from "./copier.ts";
import { copyRecord } from "./copy-record.ts";
import { UNREADABLE, read } from "./read.ts";
import type { Visit } from "./visit.ts";

/** What an error holds without showing it among its own enumerable properties. */
const HIDDEN = ["name", "message", "stack", "cause", "errors"] as const;
const COPIED: ReadonlySet<string> = new Set(HIDDEN);

/**
 * An error as an error whose parts are all its own and enumerable, so that it reads the same as JSON. Its class is gone
 * (its methods could tell what the copy does not hold), its name stays.
 */
export function copyError(copier: Copier, given: object, visit: Visit): unknown {
  const out = Object.create(Error.prototype) as Record<string, unknown>;
  for (const key of HIDDEN) {
    const value = read(given, key);
    if (value === undefined) continue;
    visit.nodes++;
    visit.path[visit.depth] = key;
    visit.depth++;
    out[key] = value === UNREADABLE ? visit.unseen("error") : copier.value(value, visit);
    visit.depth--;
  }
  return copyRecord(copier, given, { visit, into: out, without: COPIED });
}
