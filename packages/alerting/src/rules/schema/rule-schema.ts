import { JOB_CRITICALITIES } from "@jobscope/semconv";
import { z } from "zod";

import type { EvaluationMode, OnMissing, Severity } from "../../model/rule.ts";
import type { OverrideFile, PackFile, PackRuleFile, RuleFile, RuleGroupFile, SelectorFile } from "./rule-file.ts";
import { SEVERITIES } from "./rule-file.ts";
import { count, duration, name, positiveDuration, selector, share, strict } from "./scalars.ts";
import { whenSchema, type When } from "./when-schema.ts";

/** What a rule says beside its condition, with every text read. */
export interface RuleBody {
  readonly enabled?: boolean | undefined;
  readonly where?: SelectorFile | undefined;
  readonly criticality?: readonly string[] | undefined;
  readonly severity?: Severity | undefined;
  readonly for?: number | undefined;
  readonly keepFiringFor?: number | undefined;
  readonly nOfM?: { readonly n: number; readonly m: number } | undefined;
  readonly consecutive?: number | undefined;
  readonly onMissing?: OnMissing | undefined;
  readonly missingFor?: number | undefined;
  readonly mode?: EvaluationMode | undefined;
  readonly interval?: number | undefined;
  readonly offset?: number | undefined;
  readonly lookback?: number | undefined;
  readonly limit?: number | undefined;
  readonly flapControl?: boolean | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly summary?: string | undefined;
  readonly description?: string | undefined;
  readonly runbook?: string | undefined;
}

export interface ParsedOverride extends RuleBody {
  readonly where: SelectorFile;
  readonly when?: When | undefined;
}

export interface ParsedRule extends RuleBody {
  readonly name: string;
  readonly when: When;
  readonly overrides?: readonly ParsedOverride[] | undefined;
}

export interface ParsedPackRule extends RuleBody {
  readonly when?: When | undefined;
  readonly overrides?: readonly ParsedOverride[] | undefined;
}

export interface ParsedGroup {
  readonly name: string;
  readonly interval?: number | undefined;
  readonly rules: readonly ParsedRule[];
}

export interface ParsedPack {
  readonly enabled?: boolean | undefined;
  readonly failureRate?: number | undefined;
  readonly averageDuration?: number | undefined;
  readonly memory?: number | undefined;
  readonly consecutiveFailures?: number | undefined;
  readonly stuck?: number | undefined;
  readonly errorSpike?: number | undefined;
  readonly rules?: Readonly<Record<string, boolean | ParsedPackRule>> | undefined;
}

const nOfM = z
  .union([z.string(), strict({ n: count, m: count })], { error: 'write "3 of 5"' })
  .transform((given, context) => {
    if (typeof given !== "string") return given;
    const parts = /^(\d+) of (\d+)$/.exec(given.trim());
    if (parts !== null) return { n: Number(parts[1]), m: Number(parts[2]) };
    context.addIssue(`"${given.slice(0, 40)}" cannot be read: write "3 of 5"`);
    return z.NEVER;
  })
  .refine(({ n, m }) => n >= 1 && n <= m && m <= 100, {
    error: "n must be between 1 and m, and m at most 100, as in 3 of 5",
  });

const criticality = z
  .union([z.enum(JOB_CRITICALITIES), z.array(z.enum(JOB_CRITICALITIES)).min(1)], {
    error: `write one of ${JOB_CRITICALITIES.join(", ")}, or a list of them`,
  })
  .transform((given): readonly string[] => (typeof given === "string" ? [given] : given));

const text = z.string().max(16_384);
const texts = z.record(z.string(), text).optional();

const body = {
  enabled: z.boolean().optional(),
  where: selector.optional(),
  criticality: criticality.optional(),
  severity: z.enum(SEVERITIES).optional(),
  for: duration.optional(),
  keepFiringFor: duration.optional(),
  nOfM: nOfM.optional(),
  consecutive: count.optional(),
  onMissing: z.enum(["resolve", "keep", "alert", "zero"]).optional(),
  missingFor: duration.optional(),
  mode: z.enum(["event", "grid"]).optional(),
  interval: positiveDuration.optional(),
  offset: duration.optional(),
  lookback: positiveDuration.optional(),
  limit: z.int().min(0).max(100_000).optional(),
  flapControl: z.boolean().optional(),
  labels: texts,
  annotations: texts,
  summary: text.optional(),
  description: text.optional(),
  runbook: text.optional(),
};

const overrides = z
  .array(
    strict({ ...body, where: selector, when: whenSchema.optional() }) satisfies z.ZodType<ParsedOverride, OverrideFile>,
  )
  .max(200)
  .optional();

export const ruleSchema: z.ZodType<ParsedRule, RuleFile> = strict({ name, ...body, when: whenSchema, overrides });

export const groupSchema: z.ZodType<ParsedGroup, RuleGroupFile> = strict({
  name,
  interval: positiveDuration.optional(),
  rules: z.array(ruleSchema).max(5000),
});

const packRule: z.ZodType<ParsedPackRule, PackRuleFile> = strict({ ...body, when: whenSchema.optional(), overrides });

export const packSchema: z.ZodType<ParsedPack, PackFile> = strict({
  enabled: z.boolean().optional(),
  failureRate: share.optional(),
  averageDuration: positiveDuration.optional(),
  memory: share.optional(),
  consecutiveFailures: count.optional(),
  stuck: positiveDuration.optional(),
  errorSpike: z.int().min(0).optional(),
  rules: z.record(z.string(), z.union([z.boolean(), packRule])).optional(),
});
