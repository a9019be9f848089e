import type { KeyRule } from "../../model/policy.ts";
import { SENSITIVE_NAMES } from "./sensitive-names.ts";
import { splitWords } from "./split-words.ts";

/** Whether a key may be a part of a sensitive name that two keys make together: `{ card: { number: "…" } }`. */
export interface NameParts {
  readonly mayBegin: (key: string) => boolean;
  readonly mayEnd: (key: string) => boolean;
}

export function partsOfNames(keys: readonly KeyRule[]): NameParts {
  const names = SENSITIVE_NAMES.flatMap((group) => group.names.map((name) => name.split(" ")));
  const all = [...names, ...keys.map(({ match }) => splitWords(match))].filter(({ length }) => length > 1);
  const beginnings = new Set(all.flatMap((words) => words.slice(0, -1)));
  const ends = new Set(all.map((words) => words.at(-1)));
  const last = (key: string): string => splitWords(key).at(-1) ?? "";
  return { mayBegin: (key) => beginnings.has(last(key)), mayEnd: (key) => ends.has(last(key)) };
}
