import type { PatternData } from "@jobscope/sanitizer";

import { nameHint, textNamesRegex } from "./name-regex.ts";
import type { ValuePattern } from "./value-pattern.ts";
import { valuePattern } from "./value-pattern.ts";

const QUOTE = String.raw`(?:\\*["'])?`;
const GAP = String.raw`\s{0,2}`;
const SIGN = `${GAP}(?::=|=>|==?|:)${GAP}`;
const EQUALS = `${GAP}(?::=|=>|==?)${GAP}`;
const COLON = `${GAP}:${GAP}`;
/** Not the beginning of `[REDACTED`, of `REDACTED` and `****`. */
const START = String.raw`(?:[^\s"'\\&;,\[R*]|R[^\s"'\\E]|\[[^\s"'\\R])`;

/** What stands between the name and the value, the value, and what closes it. */
const FORMS: readonly (readonly [opening: string, value: string, closing: string])[] = [
  // In JSON inside a JSON string each quote has a backslash, and one inside of the value has three.
  [String.raw`\\"${COLON}\\"`, String.raw`${START}(?:[^"\\]|\\\\(?:\\")?|\\[^"\\])*`, String.raw`\\"`],
  [String.raw`\\+"${COLON}\\+"`, `${START}[^"]*?`, String.raw`\\+"`],
  [`${QUOTE}${SIGN}"`, String.raw`${START}(?:[^"\\]|\\.)*`, `"`],
  [`${QUOTE}${SIGN}'`, String.raw`${START}(?:[^'\\]|\\.)*`, "'"],
  [`${QUOTE}${EQUALS}`, String.raw`${START}[^\s"'\\&;,]*`, ""],
  [`${QUOTE}${COLON}`, String.raw`${START}[^\s"'\\&;,0-9]*[0-9][^\s"'\\&;,]{3,}`, ""],
];

/**
 * `name=value` and `"name": "value"` with a sensitive name. What the sanitizer weighs (is the value a word of prose? does
 * the name mean something else here?) a regular expression cannot: behind `:` a bare value must hold a digit.
 */
export function assignmentPattern(data: PatternData): ValuePattern {
  const name = textNamesRegex(data);
  const forms = FORMS.map(([opening, value, closing]) => `(${opening})${value}(${closing})`).join("|");
  // Groups of a form that does not match are empty.
  const groups = FORMS.map((_, index) => 2 * index + 2);
  return valuePattern({
    detector: "assignment",
    hint: nameHint(data.names.filter(({ weak, inText }) => inText && !weak)),
    regex: `(${name})(?:${forms})`,
    before: ["${1}", ...groups.map((group) => `\${${group}}`)].join(""),
    after: groups.map((group) => `\${${group + 1}}`).join(""),
    whole: `${name}(?:${FORMS.map((form) => form.join("")).join("|")})`,
  });
}
