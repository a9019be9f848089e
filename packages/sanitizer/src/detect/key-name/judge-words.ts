import type { KeyClass } from "../../model/detector.ts";
import { MEANS_ELSE_BEHIND, NEGATORS, SENSITIVE_NAMES, TAILS, TOKENS_BEHIND } from "./sensitive-names.ts";

/** Most words of one name: `numero de securite sociale`. */
const MAX_WORDS = 4;
/** `my_secret_value_test`: no more than two words are taken off. */
const MAX_TAILS = 2;
/** Shorter ends of a word are chance. */
const SHORTEST_GLUED = 3;

const joined = (name: string): string => name.replaceAll(" ", "");

interface Tables {
  readonly names: ReadonlyMap<string, KeyClass>;
  readonly glued: ReadonlyMap<string, KeyClass>;
  /** Of {@link glued}, longest first. */
  readonly gluedLengths: readonly number[];
}

function buildTables(): Tables {
  const names = new Map<string, KeyClass>();
  const glued = new Map<string, KeyClass>();
  for (const group of SENSITIVE_NAMES) {
    const keyClass: KeyClass = Object.freeze({ kind: group.kind, weak: group.weak });
    for (const name of group.names) {
      if (!names.has(joined(name))) names.set(joined(name), keyClass);
      if (group.glued) glued.set(joined(name), keyClass);
    }
  }
  const gluedLengths = [...new Set([...glued.keys()].map(({ length }) => length))].toSorted((a, b) => b - a);
  return { names, glued, gluedLengths };
}

const { names: NAMES, glued: GLUED, gluedLengths: GLUED_LENGTHS } = buildTables();
const ELSE_BEHIND: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...MEANS_ELSE_BEHIND].map(([name, words]) => [joined(name), words]),
);
/** Words that end as a name does and are none of it. */
const NOT_GLUED: ReadonlySet<string> = new Set(["oldpwd", "nontoken", "tokentoken", "betoken"]);

/** What the last words of a key promise; undefined if nothing. */
export function judgeWords(words: readonly string[]): KeyClass | undefined {
  let end = words.length;
  for (let tails = 0; end > 0; tails++) {
    const found = judgeEnd(words, end);
    if (found !== undefined) return tails > 0 && found.weak ? undefined : found;
    if (tails === MAX_TAILS || end === 1 || !TAILS.has(words[end - 1] ?? "")) return undefined;
    end--;
  }
  return undefined;
}

/** Whether one word is a sensitive name by itself, in the singular. */
export const isName = (word: string): boolean => NAMES.has(word);

function judgeEnd(words: readonly string[], end: number): KeyClass | undefined {
  for (let count = Math.min(MAX_WORDS, end); count > 0; count--) {
    const name = words.slice(end - count, end).join("");
    const found = named(name);
    if (found !== undefined) return meansElse(words, end - count, name) ? undefined : found;
  }
  return gluedEnd(words, end);
}

function named(name: string): KeyClass | undefined {
  const found = NAMES.get(name);
  return found === undefined && name.endsWith("s") ? NAMES.get(name.slice(0, -1)) : found;
}

function gluedEnd(words: readonly string[], end: number): KeyClass | undefined {
  const word = words[end - 1] ?? "";
  if (NOT_GLUED.has(word)) return undefined;
  for (const length of GLUED_LENGTHS) {
    if (word.length <= length || length < SHORTEST_GLUED) continue;
    const found = GLUED.get(word.slice(-length));
    if (found === undefined) continue;
    const before = word.slice(0, -length);
    const other = ELSE_BEHIND.get(word.slice(-length))?.has(before) === true || NEGATORS.has(before);
    return other || meansElse(words, end - 1, word) ? undefined : found;
  }
  return undefined;
}

/** `words[at]` begins the name: whether what stands in front takes its meaning away. */
function meansElse(words: readonly string[], at: number, name: string): boolean {
  if (at === 0) return false;
  const before = words[at - 1] ?? "";
  if (NEGATORS.has(before) || NEGATORS.has(words[0] ?? "")) return true;
  if (name === "tokens") return !TOKENS_BEHIND.has(before);
  return ELSE_BEHIND.get(name)?.has(before) === true;
}

/** Whether a name's last word, behind this word, means something else: `next token`. */
export const meansElseBehind = (name: string, before: string): boolean =>
  ELSE_BEHIND.get(name.toLowerCase())?.has(before.toLowerCase()) === true;
