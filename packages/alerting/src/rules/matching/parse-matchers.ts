import type { Matcher, Matchers } from "../../model/matcher.ts";
import { compileMatchers } from "./compile-matchers.ts";
import { MatcherError } from "./matcher-error.ts";
import { parseClassicMatchers } from "./parse-classic-matchers.ts";
import { parseQuotedMatchers } from "./parse-quoted-matchers.ts";

export const MAX_MATCHERS_LENGTH = 8192;

/**
 * Reads `{a="b",c=~"d.*"}`, with or without braces and quotes. As Alertmanager does it: the older syntax decides where it
 * accepts the text; the newer one adds names with dots and other characters, which OTel attributes have.
 */
export function parseMatchers(text: string): Matchers {
  if (text.length > MAX_MATCHERS_LENGTH) {
    throw new MatcherError(
      `the matchers have ${text.length} characters; at most ${MAX_MATCHERS_LENGTH} are allowed: write fewer`,
    );
  }
  const classic = parseClassicMatchers(text) ?? [];
  // The older syntax takes a lone brace for no matchers at all, which would match everything.
  const matchers = classic.length > 0 ? classic : parseQuotedMatchers(text);
  compileMatchers(matchers);
  return matchers;
}

/** Reads exactly one, as `name=~"re"`. */
export function parseMatcher(text: string): Matcher {
  if (/^\s*\{|\}\s*$/.test(text)) {
    throw new MatcherError(`one matcher has no braces: write ${text.replaceAll(/[{}]/g, "").trim()}`);
  }
  const [first, ...others] = parseMatchers(text);
  if (first === undefined) throw new MatcherError(`"${text}" holds no matcher: write one as name="value"`);
  if (others.length > 0) {
    throw new MatcherError(`"${text}" holds ${others.length + 1} matchers where one is expected: write each by itself`);
  }
  return first;
}

/** As it can be read again. */
export function formatMatcher({ name, op, value }: Matcher): string {
  const label = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name) || /^[^\s{}!=~,\\"'`]+$/u.test(name) ? name : quote(name);
  return `${label}${op}${quote(value)}`;
}

export function formatMatchers(matchers: Matchers): string {
  return `{${matchers.map(formatMatcher).join(",")}}`;
}

function quote(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
