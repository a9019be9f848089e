import type { Matcher, Matchers } from "../../model/matcher.ts";
import { compileAnchored } from "./compile-regex.ts";
import { MatcherError } from "./matcher-error.ts";

/** Whether all matchers match what `lookup` gives; it answers `""` for a name that is not there. */
export type CompiledMatchers = (lookup: (name: string) => string) => boolean;

/** Throws {@link MatcherError} for a pattern that does not compile: one that was read by `parseMatcher` does. */
export function compileMatchers(matchers: Matchers): CompiledMatchers {
  const tests = matchers.map((matcher) => ({ name: matcher.name, test: compileMatcher(matcher) }));
  return (lookup) => tests.every(({ name, test }) => test(lookup(name)));
}

function compileMatcher({ name, op, value }: Matcher): (text: string) => boolean {
  switch (op) {
    case "=":
      return (text) => text === value;
    case "!=":
      return (text) => text !== value;
    case "=~":
      return anchored(name, value);
    case "!~": {
      const test = anchored(name, value);
      return (text) => !test(text);
    }
  }
}

function anchored(name: string, pattern: string): (text: string) => boolean {
  try {
    return compileAnchored(pattern);
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    throw new MatcherError(`matcher of "${name}": ${error.message}`);
  }
}
