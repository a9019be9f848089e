import type { PatternData } from "@jobscope/sanitizer";

import { NO_WORD, SAID, START, WITH_DIGIT } from "./bare-value.ts";
import { nameHint, textNamesRegex } from "./name-regex.ts";
import type { ValuePattern } from "./value-pattern.ts";
import { valuePattern } from "./value-pattern.ts";

const QUOTE = String.raw`(?:\\*["'])?`;
const GAP = String.raw`\s{0,2}`;
const SIGN = `${GAP}(?::=|=>|==?|:)${GAP}`;
const EQUALS = `${GAP}(?::=|=>|==?)${GAP}`;
const COLON = `${GAP}:${GAP}`;

/** What stands between the name and the value, the value, and what closes it. */
const FORMS: readonly (readonly [opening: string, value: string, closing: string])[] = [
  // In JSON inside a JSON string each quote has a backslash, and one inside of the value has three.
  [String.raw`\\"${COLON}\\"`, String.raw`${START}(?:[^"\\]|\\\\(?:\\")?|\\[^"\\])*`, String.raw`\\"`],
  [String.raw`\\+"${COLON}\\+"`, `${START}[^"]*?`, String.raw`\\+"`],
  [`${QUOTE}${SIGN}"`, String.raw`${START}(?:[^"\\]|\\.)*`, `"`],
  [`${QUOTE}${SIGN}'`, String.raw`${START}(?:[^'\\]|\\.)*`, "'"],
  [`${QUOTE}${EQUALS}`, String.raw`${START}[^\s"'\\&;,]*`, ""],
  // In French a blank stands before the colon.
  [`${QUOTE}${COLON}`, NO_WORD, ""],
  // <password>…</password>
  [String.raw`(?:\s[^<>]{0,80})?>(?:<!\[CDATA\[)?`, `${START}[^<]*?`, String.raw`(?:\]\]>)?</`],
  // key=password value=…, {"name": "password", "value": "…"}
  [
    String.raw`["']?[,;]?\s{0,2}["']?\b(?i:value|val)["']?\s{0,2}[:=]\s{0,2}["']?`,
    String.raw`(?:[^\s"'\\&;,\[R*<${"$"}{]|R[^\s"'\\E])[^\s"'\\&;,}]*`,
    "",
  ],
  // ['x-api-key', '…']
  [String.raw`["']\s{0,2},\s{0,2}["']`, WITH_DIGIT, `["']`],
  // wrong password '…'
  [String.raw`\s{1,2}["'\x60]`, WITH_DIGIT, String.raw`["'\x60]`],
  // the password is …
  [String.raw`\s{1,2}(?i:is|was|ist|war|est|es)(?::|\s)\s{0,2}["'\x60]?`, SAID, ""],
];

/**
 * `name=value` and `"name": "value"` with a sensitive name. What the sanitizer weighs (is the value a word of prose? does
 * the name mean something else here?) a regular expression cannot: behind `:` a bare value must hold a digit or a sign.
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

/** `PIN: 4821`. A name that is weak by itself, in front of what only a PIN looks like. */
const PIN_NAME = String.raw`(?:PIN|[Pp]in)(?:[ -]?(?i:code|number|nummer))?["']?\s{0,2}(?:[:=]|\s(?i:is|ist|est|es)\b)\s{0,2}["']?`;
const PIN_VALUE = String.raw`[0-9]{4,8}\b`;
export const PIN_PATTERN: ValuePattern = valuePattern({
  detector: "assignment",
  hint: "(?i)pin",
  regex: `((?:^|[^0-9A-Za-z_])${PIN_NAME})${PIN_VALUE}`,
  before: "${1}",
  whole: String.raw`\b${PIN_NAME}${PIN_VALUE}`,
});
