import type { Policy, PresetName, Sanitizer } from "@jobscope/sanitizer";

/** A policy, the name of a preset, a sanitizer of one's own; `false`: nothing is sanitized. */
export type SanitizerOption = Policy | PresetName | Sanitizer | false;
