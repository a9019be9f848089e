import { z } from "zod";

import { parseDuration, DurationError } from "../duration/parse-duration.ts";
import { readYaml } from "../parse/read-yaml.ts";
import { AlertingConfigError } from "../resolve/config-problem.ts";
import { Problems } from "../resolve/problems.ts";
import { describeIssue } from "../schema/describe.ts";
import { strict } from "../schema/scalars.ts";
import type { RuleTest, RuleTestPlan, TestSeries } from "./rule-test-plan.ts";
import { expandValues, parseSeriesName, SeriesError } from "./series-notation.ts";

const MINUTE_MS = 60_000;

/** Unlike in alerting files, a bare number of seconds has no place here either, but 0 is often written so. */
const duration = z
  .union([z.string(), z.literal(0)], { error: "is no duration: write one like 30s or 5m" })
  .transform((text, context) => read(() => parseDuration(String(text)), context));

const texts = z.record(z.string(), z.coerce.string()).nullish();

const seriesSchema = strict({ series: z.string(), values: z.coerce.string() }).transform((given, context) =>
  read((): TestSeries => ({ ...parseSeriesName(given.series), values: expandValues(given.values) }), context),
);

const alertTest = strict({
  eval_time: duration,
  alertname: z.string({ error: "is missing: write the name of the rule" }).min(1),
  exp_alerts: z.array(strict({ exp_labels: texts, exp_annotations: texts })).nullish(),
});

const testSchema = strict({
  name: z.string().optional(),
  interval: duration.optional(),
  input_series: z.array(seriesSchema).max(10_000).nullish(),
  alert_rule_test: z.array(alertTest).max(10_000).nullish(),
  promql_expr_test: z.array(z.unknown()).nullish(),
  external_labels: z.record(z.string(), z.unknown()).nullish(),
  external_url: z.string().optional(),
  start_timestamp: z.union([z.number(), z.string()]).optional(),
});

const fileSchema = strict({
  rule_files: z.array(z.string()).nullish(),
  evaluation_interval: duration.optional(),
  group_eval_order: z.array(z.string()).nullish(),
  fuzzy_compare: z.boolean().optional(),
  tests: z.array(testSchema).max(10_000),
});

type ParsedTest = z.output<typeof testSchema>;

/** Reads a promtool test file. Throws {@link AlertingConfigError}, which lists all problems. */
export function parseRuleTests(text: string, file: string): RuleTestPlan {
  const { data, lineOf } = readYaml(text, file);
  const problems = new Problems(data, lineOf);
  const result = fileSchema.safeParse(data, { reportInput: true, error: (issue) => describeIssue(issue, false) });
  if (!result.success) {
    for (const { path, message } of result.error.issues) {
      problems.add(
        path.map((key) => (typeof key === "number" ? key : String(key))),
        message,
      );
    }
    throw new AlertingConfigError(file, problems.found);
  }
  const { rule_files: ruleFiles, evaluation_interval: evaluationIntervalMs = MINUTE_MS, tests } = result.data;
  const skipped = [
    ...(result.data.group_eval_order?.length
      ? ["group_eval_order: groups are evaluated in the order of the rule files"]
      : []),
    ...tests.flatMap((test, index) => skippedOf(test, nameOf(test, index))),
  ];
  return {
    file,
    ruleFiles: ruleFiles ?? [],
    evaluationIntervalMs,
    tests: tests.map((test, index) => planOf(test, { name: nameOf(test, index), evaluationIntervalMs })),
    skipped,
  };
}

function read<T>(make: () => T, context: z.core.$RefinementCtx): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SeriesError || error instanceof DurationError)) throw error;
    context.addIssue(error.message);
    return z.NEVER;
  }
}

function nameOf(test: ParsedTest, index: number): string {
  return test.name ?? `unnamed#${index}`;
}

function skippedOf(test: ParsedTest, name: string): readonly string[] {
  const queries = test.promql_expr_test?.length ?? 0;
  return [
    ...(queries > 0 ? [`${name}: ${queries} promql_expr_test skipped: PromQL is not evaluated here`] : []),
    ...(Object.keys(test.external_labels ?? {}).length > 0
      ? [`${name}: external_labels are not added to alerts here`]
      : []),
    ...(test.external_url === undefined ? [] : [`${name}: external_url is empty in templates here`]),
  ];
}

function planOf(test: ParsedTest, facts: { readonly name: string; readonly evaluationIntervalMs: number }): RuleTest {
  return {
    name: facts.name,
    startMs: startOf(test.start_timestamp),
    intervalMs: test.interval ?? facts.evaluationIntervalMs,
    series: test.input_series ?? [],
    expectations: (test.alert_rule_test ?? []).map(({ eval_time: atMs, alertname, exp_alerts: alerts }) => ({
      atMs,
      alertname,
      alerts: (alerts ?? []).map(({ exp_labels: labels, exp_annotations: annotations }) => ({
        labels: labels ?? {},
        annotations: annotations ?? {},
      })),
    })),
  };
}

/** 1970-01-02: in OTLP a time of 0 is none. */
const DEFAULT_START_MS = 86_400_000;

/** Unix seconds or RFC 3339. */
function startOf(given: number | string | undefined): number {
  if (given === undefined) return DEFAULT_START_MS;
  if (typeof given === "number") return given * 1000;
  const seconds = Number(given);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(given);
  return Number.isFinite(ms) && ms > 0 ? ms : DEFAULT_START_MS;
}
