import type { MetricPoint } from "@jobscope/otlp";

import type { Alert } from "../../model/alert.ts";
import { LABEL_ALERTNAME, LABEL_SEVERITY } from "../../model/labels.ts";
import type { Rule } from "../../model/rule.ts";
import { formatDuration } from "../duration/parse-duration.ts";
import { DEFAULT_DESCRIPTION } from "../resolve/resolve-texts.ts";
import { OtelNames } from "./otel-names.ts";
import { playableOf, unreadSeries } from "./playable.ts";
import type { Expectation, RuleTest, RuleTestPlan, TestAlert } from "./rule-test-plan.ts";
import { SeriesPoints } from "./series-points.ts";

/** Rules with nothing in their stores: made anew for each test. */
export interface RuleTestHarness {
  accept(points: readonly MetricPoint[], receivedMs: number): void;
  /** Judges every rule as of exactly this instant, in order. What could not be judged is named. */
  evaluate(atMs: number): readonly string[];
  /** Pending ones, too. */
  alerts(): Iterable<Pick<Alert, "ruleName" | "labels" | "annotations" | "state">>;
}

export interface RuleTestOptions {
  readonly rules: readonly Rule[];
  readonly createHarness: () => RuleTestHarness;
}

export interface RuleTestFailure {
  readonly test: string;
  readonly atMs: number;
  readonly alertname: string;
  /** For people, with what was expected and what fired. */
  readonly message: string;
}

export interface RuleTestReport {
  readonly passed: number;
  readonly failures: readonly RuleTestFailure[];
  /** Not done: {@link RuleTestPlan.skipped}, rules that series cannot play, and series that no rule reads. */
  readonly skipped: readonly string[];
}

const MAX_EVALUATIONS = 1_000_000;

/** Runs a plan: series in, rules judged at exact multiples of the interval, alerts compared at the times asked for. */
export function runRuleTests(plan: RuleTestPlan, options: RuleTestOptions): RuleTestReport {
  const names = new OtelNames(options.rules);
  const failures: RuleTestFailure[] = [];
  const skipped = [...plan.skipped];
  let passed = 0;
  for (const given of plan.tests) {
    const { test, unknown, unplayable } = sortOut(given, options.rules);
    skipped.push(...unplayable, ...unreadSeries(given, options.rules, names));
    const found = [...unknown, ...runTest(test, plan.evaluationIntervalMs, { names, options })];
    failures.push(...found);
    passed +=
      test.expectations.length +
      unknown.length -
      new Set(found.map(({ atMs, alertname }) => `${atMs} ${alertname}`)).size;
  }
  return { passed: Math.max(0, passed), failures, skipped };
}

interface SortedTest {
  /** With what can be compared. */
  readonly test: RuleTest;
  readonly unknown: readonly RuleTestFailure[];
  readonly unplayable: readonly string[];
}

/** What no series can decide is taken out: an alert that never fires would pass wherever none is expected. */
function sortOut(test: RuleTest, rules: readonly Rule[]): SortedTest {
  const unknown: RuleTestFailure[] = [];
  const unplayable = new Set<string>();
  const expectations = test.expectations.filter(({ atMs, alertname }) => {
    const playable = playableOf(alertname, rules);
    if (playable.kind === "unknown") unknown.push({ test: test.name, atMs, alertname, message: playable.reason });
    if (playable.kind === "unplayable") unplayable.add(`${test.name}: ${playable.reason}`);
    return playable.kind === "played";
  });
  return { test: { ...test, expectations }, unknown, unplayable: [...unplayable] };
}

interface TestContext {
  readonly names: OtelNames;
  readonly options: RuleTestOptions;
}

function runTest(test: RuleTest, intervalMs: number, { names, options }: TestContext): readonly RuleTestFailure[] {
  const harness = options.createHarness();
  const points = new SeriesPoints(test, names);
  const undescribed = new Set(
    options.rules
      .filter(({ annotations }) => annotations["description"] === DEFAULT_DESCRIPTION)
      .map(({ name }) => name),
  );
  const failures: RuleTestFailure[] = [];
  const lastMs = Math.max(0, ...test.expectations.map(({ atMs }) => atMs));
  if (lastMs / intervalMs > MAX_EVALUATIONS) {
    return [
      {
        test: test.name,
        atMs: lastMs,
        alertname: "",
        message: `needs more than ${MAX_EVALUATIONS} evaluations: raise evaluation_interval`,
      },
    ];
  }
  for (let atMs = 0; atMs <= lastMs; atMs += intervalMs) {
    for (const { points: batch, timeMs } of points.until(test.startMs + atMs)) harness.accept(batch, timeMs);
    const errors = harness.evaluate(test.startMs + atMs);
    failures.push(...errors.map((message) => ({ test: test.name, atMs, alertname: "", message })));
    // What is asked for between two evaluations is what the one before gave.
    const due = test.expectations.filter((expected) => expected.atMs >= atMs && expected.atMs < atMs + intervalMs);
    for (const expected of due) {
      const firing = [...harness.alerts()].filter(({ state }) => state === "firing");
      const failure = compare(expected, firing, undescribed);
      if (failure !== undefined)
        failures.push({ test: test.name, atMs: expected.atMs, alertname: expected.alertname, message: failure });
    }
  }
  return failures;
}

/** `undescribed`: rules that have no description of their own. */
function compare(
  expected: Expectation,
  firing: readonly (TestAlert & { readonly ruleName: string })[],
  undescribed: ReadonlySet<string>,
): string | undefined {
  const got = firing.filter(({ ruleName }) => ruleName === expected.alertname);
  const wanted = expected.alerts.map((alert) => textOf(alert, ALL)).toSorted();
  // Every rule here has a severity and a description, Prometheus' have what they are given.
  const shown: Shown = {
    severity: expected.alerts.some(({ labels }) => LABEL_SEVERITY in labels),
    description:
      !undescribed.has(expected.alertname) || expected.alerts.some(({ annotations }) => "description" in annotations),
  };
  const seen = got.map((alert) => textOf(alert, shown)).toSorted();
  if (wanted.length === seen.length && wanted.every((text, at) => text === seen[at])) return undefined;
  const when = formatDuration(expected.atMs);
  return `${expected.alertname} at ${when}\n  expected: ${listed(wanted)}\n  firing:   ${listed(seen)}`;
}

/** What counts of an alert beside what it was given. */
interface Shown {
  readonly severity: boolean;
  readonly description: boolean;
}

const ALL: Shown = { severity: true, description: true };

function textOf({ labels, annotations }: TestAlert, { severity, description }: Shown): string {
  const known = Object.entries(labels).filter(
    ([name]) => name !== LABEL_ALERTNAME && (severity || name !== LABEL_SEVERITY),
  );
  const texts = Object.entries(annotations).filter(([name]) => description || name !== "description");
  return `${pairs(known)} ${pairs(texts)}`;
}

function pairs(entries: readonly (readonly [string, string])[]): string {
  const sorted = entries.filter(([, value]) => value !== "").toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
}

function listed(texts: readonly string[]): string {
  return texts.length === 0 ? "none" : texts.join("\n            ");
}
