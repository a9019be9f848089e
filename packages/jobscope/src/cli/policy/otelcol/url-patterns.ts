import type { PatternData } from "@jobscope/sanitizer";

import type { ValuePattern } from "./value-pattern.ts";
import { oneOf, quoted, valuePattern } from "./value-pattern.ts";

const REDACTED = "REDACTED";
const USER = String.raw`[^\s/?#@:"'<>]*`;
const PASSWORD = String.raw`[^\s/?#"'<>]`;
/** A password that has not been replaced yet. */
const UNTOUCHED = String.raw`(?:[^\s/?#"'<>R]|R[^\s/?#"'<>E])`;
const PARAMETER_VALUE = String.raw`[^&#\s"'<>\\]`;

/** Credentials in connection strings and URLs, and the parameters that the semantic conventions and the sanitizer name. */
/** Not yet replaced, and none of `***` and `${TOKEN}`. */
const PARAMETER_START = String.raw`(?:[^&#\s"'<>\\R\[*$]|R[^&#\s"'<>\\E]|\$[^&#\s"'<>\\{])`;
const NO_DIGIT = String.raw`[^&#\s"'<>\\0-9]`;
/** Names that are often harmless: `?code=404`. Only in front of a digit and a letter, and of ten characters or more. */
const CODE_NAME = "[?&#;](?i:code|auth|ticket)=";
const CODE_VALUE = String.raw`(?:[0-9]+[^&#\s"'<>\\0-9]${PARAMETER_VALUE}{8,}|[A-Za-z](?:${NO_DIGIT}*[0-9]${PARAMETER_VALUE}{8,}|${NO_DIGIT}{8,}[0-9]${PARAMETER_VALUE}*))`;
const CODE_PATTERN = valuePattern({
  detector: "url",
  kind: "url.parameter",
  hint: "(?i)(?:code|auth|ticket)=",
  regex: `(${CODE_NAME})${CODE_VALUE}`,
  before: "${1}",
  mask: REDACTED,
  whole: CODE_NAME + CODE_VALUE,
});

export function urlPatterns({ connectionSchemes, urlParameters }: PatternData): readonly ValuePattern[] {
  const schemes = oneOf(connectionSchemes.map(quoted));
  const opening = String.raw`(?i:\b(?:jdbc:|[a-z0-9]+\+)?${schemes}(?:\+[a-z0-9+]+)?://)`;
  const signs = String.raw`[-_.$]*`;
  const names = oneOf(urlParameters.map((name) => Array.from(name, quoted).join(signs)));
  return [
    CODE_PATTERN,
    userinfo("connection_string", "connection_string.credentials", opening),
    userinfo("url", "url.userinfo", String.raw`(?i:\b[a-z][a-z0-9+.-]*://)`),
    valuePattern({
      detector: "url",
      kind: "url.parameter",
      hint: "=",
      regex: String.raw`([?&#;]${signs}(?i:${names})=)${PARAMETER_START}${PARAMETER_VALUE}*`,
      before: "${1}",
      mask: REDACTED,
      whole: String.raw`[?&#;]${signs}(?i:${names})=${PARAMETER_START}${PARAMETER_VALUE}*`,
    }),
  ];
}

function userinfo(detector: "url" | "connection_string", kind: string, opening: string): ValuePattern {
  return valuePattern({
    detector,
    kind,
    hint: "://",
    regex: `(${opening})${USER}:${PASSWORD}+@`,
    before: "${1}",
    after: "@",
    mask: `${REDACTED}:${REDACTED}`,
    whole: `${opening}${USER}:${UNTOUCHED}${PASSWORD}*@`,
  });
}
