import type { Action, CheckedPolicy, DetectorName, PatternData, SensitiveName } from "@jobscope/sanitizer";

import { COMMAND_WORD_PATTERNS } from "./command-line-patterns.ts";
import { keyRegex, nameHint, otherMeaningRegex, policyKeyRegex } from "./name-regex.ts";
import { isRe2 } from "./re2.ts";
import { KEY_TEXT_PATTERNS, valuePatterns } from "./text-patterns.ts";
import type { Replacement, ValuePattern } from "./value-pattern.ts";
import { maskOf, valuePattern } from "./value-pattern.ts";

/** Values under keys that match become the mask. */
export interface KeyRuleRegex {
  readonly regex: string;
  readonly mask: string;
  /** Only texts: a number or an object under such a key says nothing. */
  readonly weak: boolean;
}

/** A policy in the words of the collector. */
export interface CollectorRules {
  readonly keys: readonly KeyRuleRegex[];
  /** Found in every key that one of {@link keys} matches. */
  readonly keyHints: readonly string[];
  /** Keys that {@link keys} match and that are none. */
  readonly otherKeys: readonly string[];
  /** The only keys that may pass, if there is such a list. */
  readonly allowedKey: string | undefined;
  readonly values: readonly Replacement[];
  /** The same in the keys of attributes, always masked: a key must stay one. */
  readonly keyTexts: readonly Replacement[];
  /** The same in the words of a command line, joined. */
  readonly commandWords: readonly Replacement[];
  /** What matches becomes `****`: for nested values. */
  readonly blockedValues: readonly string[];
  /** Patterns of the policy itself, which may be for short values too. */
  readonly hasOwnPatterns: boolean;
}

interface ActedPattern {
  readonly pattern: ValuePattern;
  readonly action: Action;
}

const actionOf = ({ kinds, detectors }: CheckedPolicy, kind: string, detector: DetectorName): Action =>
  kinds[kind] ?? detectors[detector];

export function collectorRules(policy: CheckedPolicy, data: PatternData): CollectorRules {
  const tokenGroup = (kind: string): string => {
    const action = actionOf(policy, kind, "api_token");
    return action === "keep" || action === "remove" ? action : "mask";
  };
  const patterns = [
    ...customPatterns(policy),
    ...valuePatterns(data, tokenGroup).map((pattern) => ({
      pattern,
      action: actionOf(policy, pattern.kind, pattern.detector),
    })),
  ].filter(({ action }) => action !== "keep");
  const maskedOf = (of: readonly ValuePattern[]): readonly Replacement[] =>
    of
      .filter(({ kind, detector }) => actionOf(policy, kind, detector) !== "keep")
      .flatMap((pattern) => replacements(pattern, "mask"));
  return {
    keys: [...policyKeys(policy), ...nameKeys(policy, data)],
    keyHints: [...combined(policyKeyMatches(policy)), nameHint(data.names)],
    otherKeys: [...combined(keptKeys(policy)), otherMeaningRegex(data)],
    allowedKey: policy.allowKeys === undefined ? undefined : policyKeyRegex(policy.allowKeys),
    values: patterns.flatMap(({ pattern, action }) => replacements(pattern, action)),
    keyTexts: maskedOf(KEY_TEXT_PATTERNS),
    commandWords: maskedOf(COMMAND_WORD_PATTERNS),
    blockedValues: patterns.map(({ pattern }) => pattern.whole),
    hasOwnPatterns: policy.patterns.length > 0,
  };
}

function replacements(pattern: ValuePattern, action: Action): readonly Replacement[] {
  const { hint } = pattern;
  if (action === "anonymise" && pattern.anonymised.length > 0) {
    return pattern.anonymised.map((form) => ({ ...form, hint }));
  }
  const mask = action === "remove" ? "" : pattern.mask;
  return [{ regex: pattern.regex, replacement: pattern.before + mask + pattern.after, hint }];
}

/** The policy's own patterns come first, each with the action of its rule. */
const customPatterns = ({ patterns }: CheckedPolicy): readonly ActedPattern[] =>
  patterns
    .filter(({ pattern }) => isRe2(pattern))
    .map(({ pattern, action }) => ({ pattern: valuePattern({ detector: "custom", regex: pattern }), action }));

const keptKeys = ({ keepKeys, keys }: CheckedPolicy): readonly string[] => [
  ...keepKeys,
  ...keys.filter(({ action }) => action === "keep").map(({ match }) => match),
];

const combined = (matches: readonly string[]): readonly string[] =>
  matches.length === 0 ? [] : [policyKeyRegex(matches)];

const policyKeyMatches = ({ keys }: CheckedPolicy): readonly string[] =>
  keys.filter(({ action }) => action !== "keep").map(({ match }) => match);

const policyKeys = (policy: CheckedPolicy): readonly KeyRuleRegex[] =>
  combined(policyKeyMatches(policy)).map((regex) => ({ regex, mask: maskOf("key_name"), weak: false }));

function nameKeys(policy: CheckedPolicy, data: PatternData): readonly KeyRuleRegex[] {
  const masked = data.names.filter(({ kind, detector }) => actionOf(policy, kind, detector) !== "keep");
  const groups = Map.groupBy(masked, ({ detector, weak }: SensitiveName) => `${detector} ${weak}`);
  return [...groups.values()].flatMap((names) => {
    const [first] = names;
    if (first === undefined) return [];
    return [{ regex: keyRegex(data, names), mask: maskOf(first.detector), weak: first.weak }];
  });
}
