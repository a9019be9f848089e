import { RE2JS, RE2JSException } from "re2js";

import { MatcherError } from "./matcher-error.ts";

/** Longer patterns are refused: compiling costs time and memory in proportion to the length. */
export const MAX_PATTERN_LENGTH = 1024;

/** RE2 syntax in linear time, whatever the pattern and the text. */
export function compileRegex(pattern: string, flags = 0): RE2JS {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new MatcherError(
      `the regular expression has ${pattern.length} characters; at most ${MAX_PATTERN_LENGTH} are allowed: split it into several matchers`,
    );
  }
  try {
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    throw new MatcherError(`the regular expression "${pattern}" is not valid RE2 syntax: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof RE2JSException)) return "it cannot be compiled";
  const reason = error.message.replace(/^error parsing regexp: /, "").replace("`(?s)", "`");
  const lookaround = /invalid or unsupported Perl syntax/.test(reason);
  return lookaround ? `${reason} (look-around and back-references do not exist in RE2)` : reason;
}

/** Whether the whole text matches. `.` takes line feeds too, as in Prometheus: no label with several lines is overlooked. */
export function compileAnchored(pattern: string): (text: string) => boolean {
  const regex = compileRegex(pattern, RE2JS.DOTALL);
  if (pattern === ".*") return () => true;
  if (pattern === ".+") return (text) => text !== "";
  // Most patterns are words or lists of words.
  if (/^[\w :@/-]*(?:\|[\w :@/-]*)*$/.test(pattern)) {
    const words = new Set(pattern.split("|"));
    return (text) => words.has(text);
  }
  return (text) => regex.testExact(text);
}
