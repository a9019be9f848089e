import { isDeepStrictEqual } from "node:util";

import type { Case, Group } from "../corpus/case.ts";
import { leakIn } from "./leak.ts";
import { leavesOf } from "./leaves.ts";

/** What is judged: the two ways into a sanitizer. */
export interface Judged {
  readonly text: (value: string) => string;
  readonly sanitize: (value: unknown) => unknown;
}

export interface Verdict {
  readonly judged: Case;
  /** A positive that leaked, or a negative that was changed. */
  readonly failed: boolean;
  /** The run that leaked, or what became of the negative. */
  readonly shown: string;
  readonly lost: readonly string[];
}

export interface GroupScore {
  readonly group: Group | "all";
  readonly positives: number;
  readonly negatives: number;
  readonly missed: number;
  readonly changed: number;
  readonly recall: number;
  readonly precision: number;
  readonly keepRate: number;
}

const MASK = /REDACTED|hmac:/u;

function unchanged(before: unknown, after: unknown): boolean {
  if (isDeepStrictEqual(before, after)) return true;
  // A copy may be of another class than what was given (a plain object, a list of pairs): then no mask may be in it.
  const isPlain = !hasClass(before);
  return !isPlain && !leavesOf(after).some((leaf) => MASK.test(leaf));
}

function hasClass(value: unknown, seen: Set<unknown> = new Set()): boolean {
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") return true;
  if (typeof value !== "object" || value === null) return false;
  if (seen.has(value)) return true;
  seen.add(value);
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto !== Object.prototype && proto !== Array.prototype) return true;
  return Reflect.ownKeys(value).some((key) => {
    const property = Object.getOwnPropertyDescriptor(value, key);
    return typeof key === "symbol" || property?.get !== undefined || hasClass(property?.value, seen);
  });
}

export function judge(one: Case, by: Judged): Verdict {
  const before = one.text ?? one.value?.();
  const after = one.text === undefined ? by.sanitize(before) : by.text(one.text);
  const leaves = leavesOf(after);
  if (one.negative) {
    const failed = one.text === undefined ? !unchanged(one.value?.(), after) : after !== one.text;
    return { judged: one, failed, shown: failed ? leaves.join(" ¦ ").slice(0, 300) : "", lost: [] };
  }
  const leaked = one.secrets.map((secret) => leakIn(leaves, secret)).find((run) => run !== undefined);
  const whole = leaves.join("\u0001");
  return {
    judged: one,
    failed: leaked !== undefined,
    shown: leaked === undefined ? "" : `${leaked} in ${leaves.join(" ¦ ").slice(0, 300)}`,
    lost: one.keep.filter((part) => !whole.includes(part)),
  };
}

export function scoreOf(group: Group | "all", verdicts: readonly Verdict[]): GroupScore {
  const own = group === "all" ? verdicts : verdicts.filter(({ judged }) => judged.group === group);
  const positives = own.filter(({ judged }) => !judged.negative);
  const negatives = own.filter(({ judged }) => judged.negative);
  const missed = positives.filter(({ failed }) => failed).length;
  const changed = negatives.filter(({ failed }) => failed).length;
  const found = positives.length - missed;
  const keeps = positives.reduce((sum, { judged }) => sum + judged.keep.length, 0);
  const lost = positives.reduce((sum, verdict) => sum + verdict.lost.length, 0);
  return {
    group,
    positives: positives.length,
    negatives: negatives.length,
    missed,
    changed,
    recall: found / Math.max(1, positives.length),
    precision: found + changed === 0 ? 0 : found / (found + changed),
    keepRate: keeps === 0 ? 1 : (keeps - lost) / keeps,
  };
}
