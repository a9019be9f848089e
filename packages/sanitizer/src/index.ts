export { UnsupportedNodeError } from "./policy/supported-node.ts";
export { patternData } from "./detect/pattern-data.ts";
export type { PatternData, SensitiveName, TokenForm, TokenPart } from "./detect/pattern-data.ts";
export { ACTIONS } from "./model/action.ts";
export type { Action } from "./model/action.ts";
export type { CheckedPolicy } from "./model/checked-policy.ts";
export { MAX_FINDINGS } from "./model/finding.ts";
export type {
  AttributeResult,
  AttributesResult,
  Finding,
  FindingCount,
  Outcome,
  SanitizerCounts,
  TextResult,
  UnseenCount,
  UnseenReason,
  ValueResult,
} from "./model/finding.ts";
export { DETECTORS } from "./model/kind.ts";
export type { DetectorName } from "./model/kind.ts";
export { defaultLimits } from "./model/limits.ts";
export type { Limits } from "./model/limits.ts";
export { LOCATIONS } from "./model/location.ts";
export type { Location } from "./model/location.ts";
export { PolicyError } from "./model/policy-error.ts";
export type {
  KeyRule,
  LiteralRule,
  PatternRule,
  Policy,
  PresetName,
  PseudonymKey,
  Pseudonyms,
} from "./model/policy.ts";
export { PRESETS } from "./model/policy.ts";
export type { AttributesOptions, Sanitizer } from "./model/sanitizer.ts";
export { parsePolicy } from "./policy/parse-policy.ts";
export { assertSanitizedFirst } from "./processor/assert-sanitized-first.ts";
export type { TelemetrySanitizing } from "./processor/cleaner.ts";
export { ownFrames } from "./processor/own-frames.ts";
export { sanitizeLogExporter, sanitizeMetricExporter, sanitizeSpanExporter } from "./processor/sanitizing-exporters.ts";
export type { LogProcessorOptions } from "./processor/sanitizing-log-record-processor.ts";
export { SanitizingLogRecordProcessor } from "./processor/sanitizing-log-record-processor.ts";
export { isSanitizing } from "./processor/sanitizing-mark.ts";
export type { DropReason, ProcessorOptions } from "./processor/processor-options.ts";
export type { SpanProcessorOptions } from "./processor/sanitizing-span-processor.ts";
export { SanitizingSpanProcessor } from "./processor/sanitizing-span-processor.ts";
export { createSanitizer } from "./walk/create-sanitizer.ts";
export { readPolicyFile } from "./policy/read-policy-file.ts";
