import type { RuleFile } from "../schema/rule-file.ts";
import { runRules, timeRules } from "./job-rules.ts";
import { metaRules } from "./meta-rules.ts";
import { serviceRules, silenceRules } from "./service-rules.ts";
import { DEFAULT_THRESHOLDS, runbookOf, type PackThresholds } from "./thresholds.ts";

/** Group of the default rules. */
export const PACK_GROUP = "jobscope";

/** The rules that come with Jobscope, as a file would say them. */
export function defaultRules(thresholds: Partial<PackThresholds> = {}): readonly RuleFile[] {
  const all: PackThresholds = { ...DEFAULT_THRESHOLDS, ...thresholds };
  return [...runRules(all), ...timeRules(all), ...silenceRules(), ...serviceRules(all), ...metaRules()].map((rule) => ({
    ...rule,
    runbook: runbookOf(rule.name),
  }));
}
