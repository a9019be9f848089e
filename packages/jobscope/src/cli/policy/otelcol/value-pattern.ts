import type { DetectorName } from "@jobscope/sanitizer";

/** What a detector looks for, as far as one regular expression of Go (RE2: no look-around, no back-reference) can say it. */
export interface ValuePattern {
  readonly detector: DetectorName;
  /** Name of the kind, as a policy names it: `api_token.github`. */
  readonly kind: string;
  /** With groups for what stays in front of the value (`before`) and behind it. */
  readonly regex: string;
  /** Stays in front: `${1}`. */
  readonly before: string;
  /** Stays behind. */
  readonly after: string;
  readonly mask: string;
  /** Cheap, and found in every text in which the pattern is: where it is not, the pattern is not tried. */
  readonly hint: string | undefined;
  /** Of its kind but less exact, where the policy says `anonymise`. */
  readonly anonymised: readonly Omit<Replacement, "hint">[];
  /**
   * Where the collector can only put `****` for all that matches (nested values). Matches nothing that the other form has
   * replaced already.
   */
  readonly whole: string;
}

export interface Replacement {
  readonly regex: string;
  readonly replacement: string;
  readonly hint: string | undefined;
}

type Parts = Pick<ValuePattern, "detector" | "regex"> & Partial<ValuePattern>;

export function valuePattern(parts: Parts): ValuePattern {
  return {
    kind: parts.detector,
    before: "",
    after: "",
    mask: maskOf(parts.detector),
    hint: undefined,
    anonymised: [],
    whole: parts.regex,
    ...parts,
  };
}

export const maskOf = (detector: string): string => `[REDACTED:${detector}]`;

/** A value that no letter or digit stands in front of. */
export function wordPattern(parts: Omit<Parts, "before" | "whole">): ValuePattern {
  return valuePattern({
    ...parts,
    regex: `(^|[^0-9A-Za-z])(?:${parts.regex})`,
    before: "${1}",
    whole: String.raw`(?:\b|_)(?:${parts.regex})`,
  });
}

/** The text as a regular expression that matches it alone. */
export const quoted = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`);

/** One of these, the longest first: Go takes the first alternative that fits. */
export const oneOf = (alternatives: Iterable<string>): string =>
  `(?:${[...new Set(alternatives)].toSorted((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|")})`;
