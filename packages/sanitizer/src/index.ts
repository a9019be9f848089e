export { defaultLimits } from "./model/limits.ts";
export type { Limits } from "./model/limits.ts";
export { DETECTORS } from "./model/kind.ts";
export type { DetectorName } from "./model/kind.ts";
export type { Finding, TextResult, ValueResult } from "./model/finding.ts";
export type {
  Action,
  KeyRule,
  LiteralRule,
  PatternRule,
  Policy,
  PresetName,
  PseudonymKey,
  Pseudonyms,
} from "./model/policy.ts";
export { ACTIONS, PRESETS } from "./model/policy.ts";
export type { Sanitizer } from "./model/sanitizer.ts";
