import type { SeriesName, SeriesValue } from "./series-notation.ts";

/** A file of rule tests in promtool's format, read. Times are milliseconds; those of a test count from its start. */
export interface RuleTestPlan {
  readonly file: string;
  /** As the file names them, beside itself. */
  readonly ruleFiles: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly tests: readonly RuleTest[];
  /** What the file says and this does not do. To be shown: a test that is skipped has not passed. */
  readonly skipped: readonly string[];
}

export interface RuleTest {
  readonly name: string;
  readonly startMs: number;
  /** Between two values of a series. */
  readonly intervalMs: number;
  readonly series: readonly TestSeries[];
  readonly expectations: readonly Expectation[];
}

export interface TestSeries extends SeriesName {
  readonly values: readonly SeriesValue[];
}

/** All alerts of a name that fire at a time. */
export interface Expectation {
  readonly atMs: number;
  readonly alertname: string;
  readonly alerts: readonly TestAlert[];
}

export interface TestAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
