import type { RunTotals } from "@jobscope/store";

import type { RunTotalsResource } from "../model/job-resource.ts";
import { RUN_STATES } from "../model/states.ts";
import { secondsOrNull } from "./scalars.ts";

/** Counts by name, zero where the store found none, so that a reader need not know which names may be absent. */
export function withZeros(
  names: readonly string[],
  counts: Readonly<Record<string, number | undefined>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]));
}

/** Failures, errors and timeouts among the runs that ended on their own; null where none did. The one definition. */
export function failureRate(byState: RunTotals["byState"]): number | null {
  const { success = 0, failure = 0, error = 0, timeout = 0 } = byState;
  const failed = failure + error + timeout;
  const judged = success + failed;
  return judged === 0 ? null : failed / judged;
}

/** `states`: those that the counted runs may be in. */
export function shapeTotals(totals: RunTotals, states: readonly string[] = RUN_STATES): RunTotalsResource {
  return {
    total: totals.total,
    by_state: withZeros(states, totals.byState),
    average_duration_seconds: secondsOrNull(totals.averageDurationMs),
    failure_rate: failureRate(totals.byState),
  };
}
