import type { PatternData } from "@jobscope/sanitizer";

import { assignmentPattern, PIN_PATTERN } from "./assignment-patterns.ts";
import { COMMAND_LINE_PATTERNS } from "./command-line-patterns.ts";
import { ipPatterns } from "./ip-patterns.ts";
import { tokenPatterns } from "./token-patterns.ts";
import { urlPatterns } from "./url-patterns.ts";
import type { ValuePattern } from "./value-pattern.ts";
import { oneOf, valuePattern, wordPattern } from "./value-pattern.ts";

const PEM_LABEL = String.raw`[A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----`;

/** Whole or cut off; in a JSON text its line breaks are `\n` in letters. */
const PRIVATE_KEY = valuePattern({
  detector: "private_key",
  hint: "PRIVATE KEY",
  regex: String.raw`-----BEGIN ${PEM_LABEL}(?s:.*?)(?:-----END ${PEM_LABEL}|\z)`,
});

const JWT = wordPattern({
  detector: "jwt",
  hint: "eyJ",
  regex: String.raw`eyJ[0-9A-Za-z_-]{6,}\.[0-9A-Za-z_-]{4,}(?:\.[0-9A-Za-z_-]*){1,3}`,
});

const QUOTE = String.raw`(?:\\*["'])?`;
const LIST_SCHEMES = "(?:Digest|Hawk|OAuth|Signature|AWS4-[0-9A-Za-z-]+)";
const AUTH_HINT = "(?i)authorization|bearer|basic|cookie";
const AUTH_HEADER: readonly ValuePattern[] = [
  valuePattern({
    detector: "auth_header",
    hint: AUTH_HINT,
    regex: String.raw`(?i)\b((?:proxy-)?authorization${QUOTE}\s{0,2}[:=]\s{0,2}${QUOTE}${LIST_SCHEMES}\s+)[^\r\n"'\\]+`,
    before: "${1}",
    whole: String.raw`(?i)\b(?:proxy-)?authorization${QUOTE}\s{0,2}[:=]\s{0,2}${QUOTE}${LIST_SCHEMES}\s+[^\r\n"'\\\[][^\r\n"'\\]*`,
  }),
  valuePattern({
    detector: "auth_header",
    hint: AUTH_HINT,
    regex: String.raw`(?i)\b((?:proxy-)?authorization${QUOTE}\s{0,2}[:=]\s{0,2}${QUOTE}(?:[a-z][a-z0-9-]{2,20}\s+)?)[^\s"',;\\]{6,}`,
    before: "${1}",
    whole: String.raw`(?i)\b(?:proxy-)?authorization${QUOTE}\s{0,2}[:=]\s{0,2}${QUOTE}(?:[a-z][a-z0-9-]{2,20}\s+[^\s"',;\\\[][^\s"',;\\]*|[^\s"',;\\\[][^\s"',;\\]{5,}(?:["',;\\]|$))`,
  }),
  // Without a digit it is a word: `Basic authentication`.
  valuePattern({
    detector: "auth_header",
    hint: AUTH_HINT,
    regex: String.raw`(?i)\b((?:bearer|basic)\s+)(?:[a-z._~+/-]*[0-9][0-9a-z._~+/-]{7,}=*|[a-z+/]{8,}={1,2})`,
    before: "${1}",
  }),
  valuePattern({
    detector: "auth_header",
    hint: AUTH_HINT,
    kind: "auth_header.cookie",
    regex: String.raw`(?i)\b((?:set-)?cookie${QUOTE}\s{0,2}[:=]\s{0,2}${QUOTE})[^\s"'\\=\[]+=[^\r\n"'\\]+`,
    before: "${1}",
  }),
];

const LOCAL = String.raw`[\p{L}\p{N}._%+'-]`;
const DOMAIN = String.raw`@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,24}`;
const MASKED_USER = "REDACTED";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** One character of a local part, but not this capital. */
const localWithout = (capital: string): string => String.raw`[${CAPITALS.replace(capital, "")}\p{Ll}\p{Lo}\p{N}._%+'-]`;

/** A local part of two characters or more that does not end as `https://REDACTED:REDACTED@host` does. */
const localButMasked = (): string =>
  oneOf(Array.from(MASKED_USER, (capital, index) => localWithout(capital) + MASKED_USER.slice(index + 1)));

/** What stands in front of `@` in the addresses of repositories. */
const NOT_GIT = String.raw`(?:${LOCAL}{3,}${localButMasked()}|${LOCAL}?${localButMasked()}|(?:[\p{Lu}\p{Lo}ß-ɏa-fh-z0-9._%+'-]${LOCAL}|g[\p{Lu}a-hj-z0-9._%+'-])${localButMasked()}|gi[\p{Lu}a-su-z0-9._%+'-])`;

const EMAIL: readonly ValuePattern[] = [
  valuePattern({
    detector: "email",
    hint: "@",
    regex: String.raw`(^|[^\p{L}\p{N}._%+'-])${NOT_GIT}${DOMAIN}`,
    before: "${1}",
    whole: String.raw`(?:\b|[^\x00-\x7F])${NOT_GIT}${DOMAIN}`,
  }),
  wordPattern({ detector: "email", hint: "@", regex: `(?:D|ED|TED)${DOMAIN}` }),
];

const FOUR = String.raw`[ -]?\d{4}`;
/** First four digits of the schemes whose numbers have sixteen: Visa, Mastercard, Discover, JCB, UnionPay, RuPay, Mir. */
const SIXTEEN = String.raw`(?:4\d{3}|5[0-8]\d{2}|22[0-9]{2}|2[3-6]\d{2}|27[0-2]\d|6[0-9]\d{2}|35\d{2}|8[12]\d{2})`;
const CARD = wordPattern({
  detector: "payment_card",
  hint: "[0-9]{4}[ -]?[0-9]{4}",
  regex: oneOf([
    String.raw`${SIXTEEN}${FOUR}${FOUR}${FOUR}(?:[ -]?\d{3})?\b`,
    String.raw`3[47]\d{2}[ -]?\d{6}[ -]?\d{5}\b`,
    String.raw`3(?:0[0-5]|[689]\d)\d[ -]?\d{6}[ -]?\d{4}\b`,
    String.raw`4\d{12}\b`,
  ]),
});

const CLASSES: Readonly<Record<string, string>> = { n: "0-9", a: "A-Z", c: "0-9A-Z" };

/** By country, with or without a space between any two characters; the check digits cannot be computed. */
function ibanPattern({ accounts }: PatternData): ValuePattern {
  const forms = Object.entries(accounts).map(([structure, countries]) => {
    const groups = [...structure.matchAll(/(?<count>\d+)(?<kind>[nac])/gu)];
    const places = groups.map(({ groups: parts }) => `(?: ?[${CLASSES[parts?.["kind"] ?? ""]}]){${parts?.["count"]}}`);
    return String.raw`(?:${countries.replaceAll(" ", "|")})\d{2}${places.join("")}\b`;
  });
  return wordPattern({ detector: "iban", hint: "[A-Z]{2}[0-9]{2}", regex: oneOf(forms) });
}

const PHONE = valuePattern({
  detector: "phone",
  hint: String.raw`\+[1-9]`,
  regex: String.raw`(^|[^0-9A-Za-z+])\+[1-9](?:[ .()/-]{0,2}[0-9]){7,14}\b`,
  before: "${1}",
  whole: String.raw`\+[1-9](?:[ .()/-]{0,2}[0-9]){7,14}\b`,
});

/** In the order in which the sanitizer asks its detectors: what is certain before what is likely. */
export function valuePatterns(data: PatternData, groupOf: (kind: string) => string): readonly ValuePattern[] {
  return [
    PRIVATE_KEY,
    JWT,
    ...AUTH_HEADER,
    ...urlPatterns(data),
    ...COMMAND_LINE_PATTERNS,
    PIN_PATTERN,
    assignmentPattern(data),
    ...tokenPatterns(data, groupOf),
    ...EMAIL,
    ...ipPatterns(),
    CARD,
    ibanPattern(data),
    PHONE,
  ];
}

/** What is looked for in the keys of attributes. */
export const KEY_TEXT_PATTERNS: readonly ValuePattern[] = [JWT, ...EMAIL, CARD];
