import type { Anchor, Detector, Look } from "../../model/detector.ts";
import { GO_ON } from "../../model/detector.ts";
import { beginsAt } from "../value/boundary.ts";
import { tokenCode } from "./by-code.ts";
import { lookAroundSign, middleAnchors } from "./by-middle.ts";
import { tokenNumber } from "./by-number.ts";
import { discordAnchor } from "./discord-bot.ts";
import { tokenFamilies } from "./families.ts";
import type { Family } from "./family.ts";
import { lettersBeforeDigit, literalOf } from "./literal.ts";
import { matchFamily } from "./match-family.ts";

const coded = tokenFamilies.filter(({ prefix }) => lettersBeforeDigit(prefix) > 0);
const announced = tokenFamilies.filter(({ prefix }) => lettersBeforeDigit(prefix) === 0);

const literals = new Set(announced.map(({ prefix }) => literalOf(prefix)));

/** The shortest literal with which this one begins (`sk-` for `sk-proj-`): its look comes first in any case. */
function shortest(literal: string): string {
  for (let length = 3; length < literal.length; length++) {
    const start = literal.slice(0, length);
    if (literals.has(start)) return start;
  }
  return literal;
}

const anchors: readonly Anchor[] = [...Map.groupBy(announced, ({ prefix }) => shortest(literalOf(prefix)))].map(
  ([literal, families]) => ({ literals: [literal], caseSensitive: true, look: lookFor(families) }),
);

/** Most prefixes stand within a word (`task_queues`), where only a checksum could tell a token. */
function lookFor(families: readonly Family[]): Look {
  const mayBeGlued = families.some(({ kind }) => kind.name === "api_token.github");
  return (scan, start) =>
    mayBeGlued || beginsAt(scan.text, start, scan.floor) ? matchFamily(scan, start, families) : GO_ON;
}

/** Tokens and keys that can be told by their form: a prefix, a mark in the middle, a shape around a number. */
export const apiTokenDetector: Detector = {
  name: "api_token",
  anchors: [...anchors, ...middleAnchors, discordAnchor],
  characters: { of: "~!", look: lookAroundSign },
  numbers: [tokenNumber],
  codes: [tokenCode(coded)],
};
