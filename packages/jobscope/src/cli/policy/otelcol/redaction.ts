import { EXEMPT_ATTRIBUTES } from "@jobscope/semconv";

import { configText } from "./ottl.ts";
import type { CollectorRules } from "./rules.ts";

export interface RedactionProcessor {
  readonly allow_all_keys: true;
  readonly ignored_keys: readonly string[];
  readonly ignored_key_patterns?: readonly string[];
  readonly blocked_key_patterns?: readonly string[];
  readonly allowed_values?: readonly string[];
  readonly redact_all_types?: true;
  readonly blocked_values?: readonly string[];
  readonly summary: "silent";
}

/** Attributes pass: the keys of those have been judged already. In a body a key is judged before its value. */
const EVERY_ATTRIBUTE = "^";
/** Too short or too plain to hold anything that {@link valueRedaction} looks for; most values are. */
const PLAIN_VALUES: readonly string[] = ["^[0-9A-Za-z _/{}-]{0,12}$", "^[a-z _/{}-]{0,64}$"];

/** Sensitive keys on every level of a log's body, which OTTL cannot walk. */
export function keyRedaction({ keys, otherKeys }: CollectorRules): RedactionProcessor {
  return {
    allow_all_keys: true,
    ignored_keys: [...EXEMPT_ATTRIBUTES],
    ignored_key_patterns: otherKeys.map(configText),
    blocked_key_patterns: keys.filter(({ weak }) => !weak).map(({ regex }) => configText(regex)),
    allowed_values: [EVERY_ATTRIBUTE],
    summary: "silent",
  };
}

const oneOfInOrder = (regexes: readonly string[]): string => regexes.map((regex) => `(?:${regex})`).join("|");

/** Values on every level of a log's body, and in lists and maps as attributes. */
export function valueRedaction({ blockedValues, hasOwnPatterns }: CollectorRules): RedactionProcessor {
  return {
    allow_all_keys: true,
    ignored_keys: [...EXEMPT_ATTRIBUTES],
    ...(hasOwnPatterns ? {} : { allowed_values: PLAIN_VALUES.map(configText) }),
    redact_all_types: true,
    // As one, so that every value is walked over once: all of them become the same.
    blocked_values: [configText(oneOfInOrder(blockedValues))],
    summary: "silent",
  };
}
