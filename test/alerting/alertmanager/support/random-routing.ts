import type { Labels } from "../../../../packages/alerting/src/model/labels.ts";
import type { Matcher, Matchers } from "../../../../packages/alerting/src/model/matcher.ts";
import type { InhibitRule, Route } from "../../../../packages/alerting/src/model/routing.ts";
import { formatMatcher } from "../../../../packages/alerting/src/rules/matching/parse-matchers.ts";
import { route } from "../../../../packages/alerting/test/support/router-harness.ts";

export type Random = () => number;

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const NAMES = ["severity", "team", "job_name", "env", "region"] as const;
/** None has a line feed: there the two differ. */
const VALUES = ["a", "b", "c", "ab", "A", "a.b", 'a "quoted" one', "ünï", "1", "x y,z", "back\\slash"] as const;
const PATTERNS = [
  "a|b",
  "a.*",
  ".*",
  ".+",
  "",
  "[ab]+",
  "(?i)a",
  "a\\.b",
  "..",
  "\\d",
  "a.b",
  "(a|b)?",
  "\\S+",
  "[^a].*",
] as const;

export const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]!;

export function randomLabels(random: Random, fixed: Labels = {}): Labels {
  const labels: Record<string, string> = { ...fixed };
  for (const name of NAMES) if (random() < 0.7) labels[name] = pick(random, VALUES);
  return labels;
}

export function randomMatchers(random: Random, most: number): Matchers {
  return Array.from({ length: 1 + Math.floor(random() * most) }, () => randomMatcher(random));
}

function randomMatcher(random: Random): Matcher {
  const name = pick(random, [...NAMES, "missing"]);
  const op = pick(random, ["=", "=", "=", "!=", "=~", "=~", "!~"] as const);
  const value = op === "=~" || op === "!~" ? pick(random, PATTERNS) : pick(random, [...VALUES, ""]);
  return { name, op, value };
}

/** A tree in which each node has a receiver of its own, so that the receiver says which node it was. */
export function randomTree(random: Random, receivers: string[], depth = 0, parent = "{}"): Route {
  const matchers = depth === 0 ? [] : randomMatchers(random, 2);
  const receiver = `r${receivers.length}`;
  receivers.push(receiver);
  const id = depth === 0 ? "{}" : `${parent}/{${matchers.map(formatMatcher).join(",")}}`;
  const children = depth >= 3 ? 0 : Math.floor(random() * (5 - depth));
  return route({
    id: `${id}#${receiver}`,
    receiver,
    matchers,
    continue: depth > 0 && random() < 0.4,
    routes: Array.from({ length: depth === 0 ? 5 : children }, () => randomTree(random, receivers, depth + 1, id)),
  });
}

export function randomInhibitRule(random: Random, n: number): InhibitRule {
  return {
    name: `rule ${n}`,
    source: [{ name: NAMES[n % NAMES.length]!, op: "=", value: pick(random, VALUES) }, ...randomMatchers(random, 1)],
    target: randomMatchers(random, 2),
    equal: NAMES.filter(() => random() < 0.35),
  };
}
