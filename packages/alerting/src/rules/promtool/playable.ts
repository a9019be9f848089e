import {
  METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
  METRIC_JOB_MISSED_RUNS,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_DURATION,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
  METRICS,
} from "@jobscope/semconv";

import { labelName } from "../../model/labels.ts";
import type { Condition, Rule } from "../../model/rule.ts";
import { selectorsOf } from "../../model/selectors-of.ts";
import { nearestName } from "../schema/nearest-name.ts";
import { type OtelNames, UNIT_SUFFIXES } from "./otel-names.ts";
import type { RuleTest } from "./rule-test-plan.ts";

/** What rules about runs read of a service that sends metrics alone. */
const OF_RUNS: readonly string[] = [
  METRIC_JOB_RUN_DURATION,
  METRIC_JOB_MISSED_RUNS,
  METRIC_JOB_RUN_CONSECUTIVE_FAILURES,
  METRIC_JOB_RUN_OLDEST_ACTIVE_START_TIME,
  METRIC_JOB_LAST_SUCCESS_TIMESTAMP,
];

/** Conditions that need what only events and traces tell, sums of histograms, or the alerting itself. */
const UNPLAYABLE: ReadonlySet<Condition["kind"]> = new Set<Condition["kind"]>([
  "average_duration",
  "degradation",
  "late",
  "finish_by",
  "lost",
  "process_lost",
  "telemetry_stopped",
  "shared_error",
  "internal",
]);

const OF_HISTOGRAMS: ReadonlySet<string> = new Set(["average", "quantile", "share_slower_than"]);

function isPlayed({ condition }: Rule): boolean {
  if (condition.kind === "threshold") return !OF_HISTOGRAMS.has(condition.measure.kind);
  return !UNPLAYABLE.has(condition.kind);
}

/** How a name stands to the rules: `played` can be tested, `unplayable` never fires from series. */
export type Playable =
  | { readonly kind: "played" }
  | { readonly kind: "unplayable"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string };

export function playableOf(alertname: string, rules: readonly Rule[]): Playable {
  const named = rules.filter(({ name }) => name === alertname);
  if (named.length === 0) {
    const near = nearestName(
      alertname,
      rules.map(({ name }) => name),
    );
    const fix = near === undefined ? "look at the names in the rule files" : `did you mean ${near}?`;
    return { kind: "unknown", reason: `no rule is named ${alertname}: ${fix}` };
  }
  if (named.some(isPlayed)) return { kind: "played" };
  return {
    kind: "unplayable",
    reason: `${alertname} was not tested: its condition reads events of runs and processes, or how histograms are spread, and series play neither; try it with a job`,
  };
}

/** Series of a test that no rule looks at: it cannot show anything. */
export function unreadSeries(test: RuleTest, rules: readonly Rule[], names: OtelNames): readonly string[] {
  const readsRuns = rules.some(
    ({ condition }) =>
      !UNPLAYABLE.has(condition.kind) && condition.kind !== "threshold" && condition.kind !== "absence",
  );
  const read = new Set(rules.flatMap(({ condition }) => selectorsOf(condition).map(({ metric }) => metric)));
  if (readsRuns) for (const metric of OF_RUNS) read.add(metric);
  const unread = new Set(test.series.map(({ metric }) => metric).filter((name) => !read.has(names.metric(name).name)));
  return [...unread].map((name) => `${test.name}: no rule reads the series ${name}${insteadOf(name, [...read])}`);
}

function insteadOf(name: string, read: readonly string[]): string {
  const count = countOf(name);
  if (count !== undefined) return `; of a histogram the count is played: ${count}`;
  const near = nearestName(name, read.map(labelName));
  return near === undefined ? "" : `; did you mean ${near}?`;
}

/** The series that counts, for the name, the sum or a bucket of a histogram. */
function countOf(name: string): string | undefined {
  const base = name.replace(/_(?:sum|bucket)$/, "");
  const isHistogram = METRICS.some(
    ({ name: metric, instrument, unit }) =>
      instrument === "histogram" &&
      (base === labelName(metric) || base === labelName(metric) + (UNIT_SUFFIXES[unit] ?? "")),
  );
  return isHistogram ? `${base}_count` : undefined;
}
