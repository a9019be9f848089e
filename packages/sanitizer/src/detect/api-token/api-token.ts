import type { Anchor, Detector } from "../../model/detector.ts";
import { isDigit } from "../scan/characters.ts";
import { lookBehindTilde, suffixAnchors } from "./by-middle.ts";
import { tokenCode, tokenNumber } from "./by-number.ts";
import { cloudFamilies } from "./families-cloud.ts";
import { codeFamilies } from "./families-code.ts";
import { serviceFamilies } from "./families-service.ts";
import type { Family } from "./family.ts";
import { matchFamily } from "./match-family.ts";

const SHORTEST_LITERAL = 3;

/**
 * The literal that announces a prefix: up to its first digit, for there the scan turns to the number and may resume
 * behind it. Undefined where that leaves too little.
 */
function literalOf(prefix: string): string | undefined {
  let end = 0;
  while (end < prefix.length && !isDigit(prefix.charCodeAt(end))) end++;
  const literal = prefix.slice(0, Math.min(prefix.length, end + 1));
  return literal.length < SHORTEST_LITERAL ? undefined : literal;
}

function byLiteral(families: readonly Family[]): ReadonlyMap<string | undefined, readonly Family[]> {
  return Map.groupBy(families, ({ prefix }) => literalOf(prefix));
}

const grouped = byLiteral([...codeFamilies, ...cloudFamilies, ...serviceFamilies]);

/** Those that begin with one or two letters or digits and a digit; met where the scan judges numbers. */
const numbered = grouped.get(undefined) ?? [];

const anchors: readonly Anchor[] = [...grouped].flatMap(([literal, families]) =>
  literal === undefined
    ? []
    : [{ literals: [literal], caseSensitive: true, look: (scan, start) => matchFamily(scan, start, families) }],
);

/** Tokens and keys that can be told by their form: a prefix, a mark in the middle, a shape around a number. */
export const apiTokenDetector: Detector = {
  name: "api_token",
  anchors: [...anchors, ...suffixAnchors],
  characters: { of: "~", look: lookBehindTilde },
  numbers: [tokenNumber(numbered)],
  codes: [tokenCode(numbered)],
};
