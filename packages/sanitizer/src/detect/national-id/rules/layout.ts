import type { DigitRun } from "../../../model/detector.ts";
import { separatorOf } from "../../number/separators.ts";
import { codeAt } from "../../scan/characters.ts";
import type { Layout } from "./rule.ts";

/** A French number in its seven groups is the longest. */
export const MAX_GROUPS = 7;
const BITS_PER_GROUP = 4;
const LONGEST_GROUP = 15;
const HEADS = 4096;
const SLOTS = 4096;

export interface Placed<Rule> {
  readonly rule: Rule;
  readonly groups: number;
  readonly count: number;
  /** Codes of the characters between the groups. */
  readonly separators: readonly number[];
}

/** Rules by the lengths of the groups that they begin with. */
export interface LayoutTable<Rule> {
  /** By count of a single group. */
  readonly bare: readonly (readonly Placed<Rule>[] | undefined)[];
  readonly grouped: ReadonlyMap<number, readonly Placed<Rule>[]>;
  /** By the lengths of the first three groups: 1 where some layout begins so. Leaves dates and versions at once. */
  readonly heads: Uint8Array;
  /** By {@link slotOf} of a key: 1 where `grouped` may hold it. Asking a map for each of seven keys takes longer. */
  readonly slots: Uint8Array;
}

const cut = (length: number): number => Math.min(length, LONGEST_GROUP);

/** Lengths of the first groups in one number. */
export function keyOf(lengths: ArrayLike<number>, groups: number): number {
  let key = 0;
  for (let i = groups - 1; i >= 0; i--) key = (key << BITS_PER_GROUP) | cut(lengths[i] ?? 0);
  return key;
}

/** The key of so many of the first groups. */
export const keyOfFirst = (key: number, groups: number): number => key & ((1 << (groups * BITS_PER_GROUP)) - 1);

export const slotOf = (key: number): number => (key ^ (key >>> 7) ^ (key >>> 16)) & (SLOTS - 1);

export const headOf = ({ groups, groupLengths }: DigitRun): number => keyOf(groupLengths, Math.min(groups, 3));

export function tableOf<Rule>(entries: readonly (readonly [Layout, Rule])[]): LayoutTable<Rule> {
  const bare: Placed<Rule>[][] = [];
  const grouped = new Map<number, Placed<Rule>[]>();
  const heads = new Uint8Array(HEADS);
  const slots = new Uint8Array(SLOTS);
  for (const [layout, rule] of entries) {
    const lengths = layout.split(/\D/u).map(Number);
    const separators = Array.from(layout.replaceAll(/\d/gu, ""), (character) => character.charCodeAt(0));
    const placed = {
      rule,
      groups: lengths.length,
      count: lengths.reduce((sum, length) => sum + length, 0),
      separators,
    };
    if (lengths.length === 1) (bare[placed.count] ??= []).push(placed);
    else {
      const key = keyOf(lengths, lengths.length);
      slots[slotOf(key)] = 1;
      const there = grouped.get(key);
      if (there === undefined) grouped.set(key, [placed]);
      else there.push(placed);
    }
    markHeads(heads, lengths);
  }
  return { bare, grouped, heads, slots };
}

/** All heads that begin as the layout does: what follows it in the text may be anything. */
function markHeads(heads: Uint8Array, lengths: readonly number[]): void {
  const known = Math.min(lengths.length, 3);
  const begin = keyOf(lengths, known);
  const mask = (1 << (known * BITS_PER_GROUP)) - 1;
  for (let head = 0; head < HEADS; head++) if ((head & mask) === begin) heads[head] = 1;
}

/** Whether the separators in the text are the layout's. */
export function hasSeparators(text: string, run: DigitRun, { separators }: Placed<unknown>): boolean {
  let digit = 0;
  for (let group = 0; group < separators.length; group++) {
    digit += run.groupLengths[group] ?? 0;
    if (separatorOf(codeAt(text, (run.at[digit] ?? 0) - 1)) !== separators[group]) return false;
  }
  return true;
}
