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

/** What has been replaced already, as a whole: masks and keyed pseudonyms. */
const DONE: readonly string[] = [
  String.raw`^\[REDACTED(?::[a-z_]+)?\]$`,
  "^hmac:[0-9A-Za-z_.-]{1,64}:[0-9A-Za-z_-]{22}$",
];

/** Sensitive keys on every level of a log's body, which OTTL cannot walk. */
export function keyRedaction({ keys, otherKeys }: CollectorRules): RedactionProcessor {
  return {
    allow_all_keys: true,
    ignored_keys: [...EXEMPT_ATTRIBUTES],
    ignored_key_patterns: otherKeys.map(configText),
    blocked_key_patterns: keys.filter(({ weak }) => !weak).map(({ regex }) => configText(regex)),
    allowed_values: DONE.map(configText),
    summary: "silent",
  };
}

/** Values on every level of a log's body, and in lists and maps as attributes. */
export function valueRedaction({ blockedValues }: CollectorRules): RedactionProcessor {
  return {
    allow_all_keys: true,
    ignored_keys: [...EXEMPT_ATTRIBUTES],
    redact_all_types: true,
    blocked_values: blockedValues.map(configText),
    summary: "silent",
  };
}
