import { passwordStart } from "../detect/connection-string/command-words.ts";
import { passwordKey } from "../detect/key-name/key-kinds.ts";
import type { KeyClass } from "../model/detector.ts";
import { REMOVED, belowClass } from "./copier.ts";
import type { Below, Copier } from "./copier.ts";
import { copyByteList } from "./copy-bytes.ts";
import { read } from "./read.ts";
import type { Visit } from "./visit.ts";

export interface ArrayOptions {
  readonly visit: Visit;
  /** What the key above promises of each element. */
  readonly keyClass: KeyClass | undefined;
}

/** `--password`, `-p`; not `--password=x`, which its text tells. */
const FLAG = /^--?([A-Za-z][\w.-]{0,63})$/u;
/** Node's `rawHeaders`: names and values in turn. */
const IN_TURN = /^raw(?:Headers|Trailers)$/iu;

/** Copies an array. An element can be judged by its neighbour: after a flag, in a pair `[key, value]`, in raw headers. */
export function copyArray(copier: Copier, given: readonly unknown[], { visit, keyClass }: ArrayOptions): unknown[] {
  const bytes = keyClass === undefined ? copyByteList(copier, given, visit) : undefined;
  return bytes ?? copyElements(copier, given, { visit, keyClass });
}

function copyElements(copier: Copier, given: readonly unknown[], { visit, keyClass }: ArrayOptions): unknown[] {
  const { keys, limits } = copier;
  const out: unknown[] = [];
  const above = visit.ancestors.at(-2);
  const inTurn = IN_TURN.test(String(visit.path[visit.depth - 1] ?? ""));
  const isPair = given.length === 2 && Array.isArray(above);
  let before: unknown;
  for (let i = 0; i < given.length; i++) {
    if (visit.nodes++ >= limits.maxNodes) {
      out.push(visit.unseen("size"));
      break;
    }
    const value = read(given, i);
    const name = neighbour(before, i % 2 === 1 && (inTurn || isPair));
    visit.path[visit.depth] = i;
    visit.depth++;
    const told = name === undefined || isFlag(value) ? undefined : keys.look(name).keyClass;
    const clean = copyOne(copier, { value, keyClass: keyClass ?? told, words: out }, visit);
    visit.depth--;
    if (clean !== REMOVED) out.push(clean);
    before = value;
  }
  return out;
}

interface Element {
  readonly value: unknown;
  readonly keyClass: KeyClass | undefined;
  /** The elements before it. */
  readonly words: readonly unknown[];
}

const PASSWORD: Below = belowClass({ kind: passwordKey, weak: false });

/** A copy of an element, which can be an argument of a program that takes passwords: `mysql -p…`, `curl -u user:…`. */
function copyOne(copier: Copier, { value, keyClass, words }: Element, visit: Visit): unknown {
  const start = typeof value === "string" && keyClass === undefined ? passwordStart(words, value) : -1;
  if (typeof value !== "string" || start < 0) return copier.below(belowClass(keyClass), value, visit);
  const password = copier.below(PASSWORD, value.slice(start), visit);
  return typeof password === "string" ? value.slice(0, start) + password : password;
}

const HYPHEN = 45;
const isFlag = (value: unknown): boolean => typeof value === "string" && value.charCodeAt(0) === HYPHEN;

/** The key that the element before is for the next one. */
function neighbour(before: unknown, isValue: boolean): string | undefined {
  if (typeof before !== "string") return undefined;
  if (isValue) return before;
  return before.charCodeAt(0) === HYPHEN ? FLAG.exec(before)?.[1] : undefined;
}
