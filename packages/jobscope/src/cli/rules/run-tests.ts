import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

import { AlertingConfigError, parseRuleTests, testRules } from "@jobscope/alerting";
import type { Rule, RuleTestPlan } from "@jobscope/alerting";

import { ConfigError } from "../../config/config-error.ts";
import { reasonNotRead } from "../../config/sources/reason-not-read.ts";
import { EXIT } from "../exit-codes.ts";
import { readRules } from "./read-rules.ts";

export interface TestInput {
  /** Alerting file to test instead of those that the tests name. */
  readonly rules: string | undefined;
  readonly cwd: string;
}

/** Runs a file of rule tests and prints what failed; the exit code. */
export function runTests(file: string, { rules, cwd }: TestInput): number {
  const plan = readPlan(file, cwd);
  const report = testRules(plan, rulesOf(plan, { rules, cwd }));
  for (const { test, message } of report.failures) process.stdout.write(`FAILED ${test}: ${message}\n`);
  for (const reason of report.skipped) process.stdout.write(`SKIPPED ${reason}\n`);
  const { passed, failures, skipped } = report;
  process.stdout.write(`${file}: ${passed} passed, ${failures.length} failed, ${skipped.length} skipped\n`);
  return failures.length === 0 ? EXIT.ok : EXIT.failure;
}

function readPlan(file: string, cwd: string): RuleTestPlan {
  try {
    return parseRuleTests(readText(file, cwd), file);
  } catch (error) {
    if (!(error instanceof AlertingConfigError)) throw error;
    throw refusal(file, "cannot be used", error.message);
  }
}

function readText(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    throw refusal(file, "cannot be read", `${reasonNotRead(error)} Name a file of tests.`);
  }
}

function refusal(file: string, why: string, fix: string): ConfigError {
  return new ConfigError([{ key: "file", where: "argument <file>", given: JSON.stringify(file), why, fix }]);
}

/** Rule files stand beside the tests that name them. */
function rulesOf(plan: RuleTestPlan, { rules, cwd }: TestInput): readonly Rule[] {
  const files =
    rules === undefined ? plan.ruleFiles.map((name) => resolve(cwd, dirname(plan.file), name)) : [resolve(cwd, rules)];
  // The default rules come with every file: once is enough.
  const byId = new Map(
    files.flatMap((name) => readRules(name, cwd, "rule_files").rules.map((rule) => [rule.id, rule] as const)),
  );
  return [...byId.values()];
}
