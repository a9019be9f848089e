import type { AlertingArchive } from "../model/alerting.ts";
import type { Condition, Rule } from "../model/rule.ts";
import { selectorsOf } from "../model/selectors-of.ts";
import type { SeriesStore } from "../model/series.ts";
import type { JobFacts } from "../series/outcome/job-facts.ts";
import { FALLBACK_METRICS } from "../series/outcome/metric-jobs.ts";

/** Points are read back a little further than any rule looks, for the increment that reaches into its window, milliseconds. */
const BEFORE_WINDOW_MS = 600_000;
/** ERROR records that are read back at most: more of them exceed any threshold many times over. */
const MAX_ERRORS = 10_000;

export interface WindowSources {
  readonly series: SeriesStore;
  readonly jobs: JobFacts;
  readonly archive: AlertingArchive;
}

/** After a restart: reads back what rules looked at, so that windows hold what they held. */
export function fillWindows(rules: readonly Rule[], { series, jobs, archive }: WindowSources, nowMs: number): void {
  const { runsMs, errorsMs, durations } = jobs.needs;
  jobs.restoreRuns(archive.recentRuns(nowMs - runsMs, durations));
  jobs.restoreRuns(archive.openRuns());
  if (errorsMs > 0) jobs.restoreErrors(archive.errorRecords(nowMs - errorsMs, MAX_ERRORS));
  const selectors = rules.flatMap(({ condition }) => selectorsOf(condition));
  const metrics = new Set([...selectors.map(({ metric }) => metric), ...FALLBACK_METRICS]);
  const lookbackMs = Math.max(0, ...rules.map(horizonOf)) + BEFORE_WINDOW_MS;
  for (const { point, receivedMs } of archive.points([...metrics], nowMs - lookbackMs)) {
    series.accept([point], receivedMs);
    jobs.restorePoint(point, receivedMs);
  }
}

/** How far back a rule looks, milliseconds. */
function horizonOf({ condition, lookbackMs, offsetMs }: Rule): number {
  const own = condition.kind === "absence" ? condition.afterMs : windowOf(condition);
  return Math.max(own, lookbackMs) + offsetMs;
}

function windowOf(condition: Condition): number {
  if (condition.kind === "threshold") return "windowMs" in condition.measure ? condition.measure.windowMs : 0;
  return "windowMs" in condition ? condition.windowMs : 0;
}
