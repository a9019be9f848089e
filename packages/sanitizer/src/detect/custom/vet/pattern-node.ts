import type { CharSet } from "./char-set.ts";
import { NOTHING, union } from "./char-set.ts";

/** A regular expression as a tree. */
export type PatternNode =
  | { readonly kind: "character"; readonly set: CharSet }
  | { readonly kind: "sequence"; readonly items: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  | { readonly kind: "repeat"; readonly body: PatternNode; readonly min: number; readonly max: number }
  /** Takes no character: `\b`, and a look around at a fixed number of characters. */
  | { readonly kind: "assertion"; readonly inside: PatternNode | undefined };

export type RepeatNode = Extract<PatternNode, { readonly kind: "repeat" }>;
export type ChoiceNode = Extract<PatternNode, { readonly kind: "choice" }>;

/** Whether it can match without taking a character. */
export function isNullable(node: PatternNode): boolean {
  switch (node.kind) {
    case "character":
      return false;
    case "sequence":
      return node.items.every(isNullable);
    case "choice":
      return node.options.some(isNullable);
    case "repeat":
      return node.min === 0 || isNullable(node.body);
    case "assertion":
      return true;
  }
}

/** The characters with which it can begin. */
export function firstOf(node: PatternNode): CharSet {
  switch (node.kind) {
    case "character":
      return node.set;
    case "sequence": {
      const until = node.items.findIndex((item) => !isNullable(item));
      return union(...node.items.slice(0, until < 0 ? undefined : until + 1).map(firstOf));
    }
    case "choice":
      return union(...node.options.map(firstOf));
    case "repeat":
      return node.max === 0 ? NOTHING : firstOf(node.body);
    case "assertion":
      return NOTHING;
  }
}

/** All characters that it can take anywhere. */
export function charactersOf(node: PatternNode): CharSet {
  switch (node.kind) {
    case "character":
      return node.set;
    case "sequence":
      return union(...node.items.map(charactersOf));
    case "choice":
      return union(...node.options.map(charactersOf));
    case "repeat":
      return charactersOf(node.body);
    case "assertion":
      return NOTHING;
  }
}

/** Whether every match of it is equally long. */
export function isFixed(node: PatternNode): boolean {
  return longestOf(node) === shortestOf(node);
}

/** The least that a match can hold. */
export function shortestOf(node: PatternNode): number {
  return lengthOf(node, { of: Math.min, times: ({ min }) => min });
}

/** Infinity where there is no end. */
export function longestOf(node: PatternNode): number {
  return lengthOf(node, { of: Math.max, times: ({ max }) => max });
}

interface Extreme {
  readonly of: (...lengths: number[]) => number;
  readonly times: (node: RepeatNode) => number;
}

function lengthOf(node: PatternNode, extreme: Extreme): number {
  switch (node.kind) {
    case "character":
      return 1;
    case "sequence":
      return node.items.reduce((sum, item) => sum + lengthOf(item, extreme), 0);
    case "choice":
      return extreme.of(...node.options.map((option) => lengthOf(option, extreme)));
    case "repeat": {
      const body = lengthOf(node.body, extreme);
      return body === 0 ? 0 : body * extreme.times(node);
    }
    case "assertion":
      return 0;
  }
}

/** What stands at each place of a match, where that is the same for all; undefined where something is repeated or chosen. */
export function placesOf(node: PatternNode): readonly CharSet[] | undefined {
  if (node.kind === "character") return [node.set];
  if (node.kind !== "sequence") return undefined;
  const places = node.items.map(placesOf);
  return places.every((place) => place !== undefined) ? places.flat() : undefined;
}
