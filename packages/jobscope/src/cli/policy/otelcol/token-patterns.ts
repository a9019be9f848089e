import type { PatternData, TokenForm, TokenPart } from "@jobscope/sanitizer";

import type { ValuePattern } from "./value-pattern.ts";
import { oneOf, quoted, valuePattern, wordPattern } from "./value-pattern.ts";

/** Tokens that show what they are elsewhere than at the start; the sanitizer finds them by code. */
const ODD_TOKENS: readonly (readonly [kind: string, regex: string])[] = [
  ["api_token.openai", "sk-[0-9A-Za-z]{20}T3BlbkFJ[0-9A-Za-z]{20}"],
  ["api_token.telegram", String.raw`(?:bot)?\d{8,11}:[0-9A-Za-z_-]{33,}`],
  ["api_token.twilio", String.raw`(?:SK|AC)[0-9a-fA-F]{32}\b`],
  ["api_token.mailchimp", String.raw`[0-9a-f]{32}-us\d{1,2}\b`],
  ["api_token.azure", String.raw`[0-9A-Za-z_~.-]{3}\dQ~[0-9A-Za-z_~.-]{28,}`],
  ["api_token.terraform", String.raw`[0-9A-Za-z]{14}\.atlasv1\.[0-9A-Za-z_=-]{50,}`],
  ["api_token.firebase", String.raw`[0-9A-Za-z_-]{11,30}:APA91b[0-9A-Za-z_-]{100,}`],
];
/** Go refuses to repeat more often, and unrolls what it repeats. */
const MOST_REPEATED = 200;

/** One pattern for all kinds of which `groupOf` says the same: each pattern is a walk over every text. */
export function tokenPatterns(data: PatternData, groupOf: (kind: string) => string): readonly ValuePattern[] {
  const forms = data.tokens.filter(({ keepsPrefix }) => !keepsPrefix);
  const tokens = [
    ...forms.map((form) => ({ kind: form.kind, regex: formOf(form) })),
    ...ODD_TOKENS.map(([kind, regex]) => ({ kind, regex })),
  ];
  const groups = Map.groupBy(tokens, ({ kind }) => groupOf(kind)).values();
  return [
    ...data.tokens.filter(({ keepsPrefix }) => keepsPrefix).map(addressPattern),
    ...[...groups].map((group) =>
      wordPattern({
        detector: "api_token",
        ...(group[0] === undefined ? {} : { kind: group[0].kind }),
        regex: oneOf(group.map(({ regex }) => regex)),
      }),
    ),
  ];
}

function addressPattern(form: TokenForm): ValuePattern {
  return valuePattern({
    detector: "api_token",
    kind: form.kind,
    regex: `(${quoted(form.prefix)})${bodyOf(form.parts)}`,
    before: "${1}",
  });
}

const formOf = ({ prefix, parts }: TokenForm): string => quoted(prefix) + bodyOf(parts);

function bodyOf(parts: readonly TokenPart[]): string {
  return parts
    .map((part, index) => (typeof part === "string" ? quoted(part) : runOf(part, index === parts.length - 1)))
    .join("");
}

/** A run of letters and digits ends where a word ends; one that may end in a sign ends where its characters do. */
function runOf({ characters, min, max }: Exclude<TokenPart, string>, last: boolean): string {
  const signs = /[^0-9A-Za-z-]|-$/u.test(characters);
  if (!last) return `[${characters}]${times(min, max)}`;
  return signs || max > MOST_REPEATED ? `[${characters}]{${min},}` : String.raw`[${characters}]${times(min, max)}\b`;
}

const times = (min: number, max: number): string => {
  if (max > MOST_REPEATED) return `{${min},}`;
  return min === max ? `{${min}}` : `{${min},${max}}`;
};
