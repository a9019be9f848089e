import type { KeyClass } from "../model/detector.ts";
import type { KeyEntry } from "./key-book.ts";
import { FreeNames, placeIn } from "./place-in.ts";
import { read } from "./read.ts";
import type { Visit } from "./visit.ts";
import { REMOVED } from "./walker.ts";
import type { Walker } from "./walker.ts";

export interface RecordOptions {
  /** Where the copied properties go. Default: a new plain object. */
  readonly into?: Record<string, unknown>;
  /** Keys below which anything but an object is copied unseen. */
  readonly exempt?: ReadonlySet<string> | undefined;
  /** Own properties that were copied already. */
  readonly without?: ReadonlySet<string>;
}

/** One of `{ name: "password", value: "…" }`: the value waits until the name was read, wherever that stands. */
interface Waiting {
  readonly entry: KeyEntry;
  readonly name: string;
  readonly value: unknown;
}

const NO_OPTIONS: RecordOptions = Object.freeze({});

/** Copies an object's own enumerable properties, each read once and each judged by its key. */
export function copyRecord(walker: Walker, given: object, visit: Visit, options: RecordOptions = NO_OPTIONS): unknown {
  const { keys, limits } = walker.parts;
  const { into: out = {}, exempt, without } = options;
  let names: FreeNames | undefined;
  let waiting: Waiting | undefined;
  let told: KeyClass | undefined;
  for (const key of Object.keys(given)) {
    if (without?.has(key) === true) continue;
    if (visit.nodes++ >= limits.maxNodes) {
      out[SIZE] = visit.unseen("size");
      break;
    }
    const entry = keys.look(key);
    const value = read(given, key);
    if (key === "toJSON" && typeof value === "function") return walker.value(value.call(given, ""), visit);
    if (exempt?.has(key) === true && isFlat(value)) {
      placeIn(out, key, Array.isArray(value) ? [...value] : value);
      continue;
    }
    let { name } = entry;
    if (name !== key || names !== undefined) name = (names ??= new FreeNames()).of(name, out);
    visit.path[visit.depth] = name;
    visit.depth++;
    if (entry.found.length > 0) recordKey(entry, visit);
    if (entry.role === "value" && waiting === undefined) {
      waiting = { entry, name, value };
      placeIn(out, name, undefined);
    } else {
      if (entry.role === "name" && typeof value === "string") told ??= keys.look(value).keyClass;
      place(out, name, walker.below(entry, value, visit));
    }
    visit.depth--;
  }
  if (waiting !== undefined) fill(walker, { out, waiting, told, visit });
  return out;
}

const SIZE = "[REDACTED:size]";

function place(out: Record<string, unknown>, name: string, value: unknown): void {
  if (value !== REMOVED) placeIn(out, name, value);
}

interface Fill {
  readonly out: Record<string, unknown>;
  readonly waiting: Waiting;
  readonly told: KeyClass | undefined;
  readonly visit: Visit;
}

function fill(walker: Walker, { out, waiting, told, visit }: Fill): void {
  const { entry, name, value } = waiting;
  visit.path[visit.depth] = name;
  visit.depth++;
  const clean = walker.below({ keyClass: entry.keyClass ?? told, skip: entry.skip }, value, visit);
  visit.depth--;
  if (clean === REMOVED) delete out[name];
  else placeIn(out, name, clean);
}

/** Ids and enums, or lists of them: nothing that would have to be looked into. */
function isFlat(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
}

/** Counts what was found in a key itself. */
export function recordKey({ found }: Pick<KeyEntry, "found">, visit: Visit): void {
  for (const { detector, kind, action, start, end } of found) {
    visit.found({ detector, name: kind }, action, { start, end, location: "key" });
  }
}
