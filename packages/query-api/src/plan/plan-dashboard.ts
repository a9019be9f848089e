import type { AlertQuery, ErrorQuery, JobQuery, RunQuery, StepRange } from "@jobscope/store";
import type { JobHealth } from "@jobscope/tracker";

import { FAILED_STATES } from "../model/states.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../model/time-units.ts";

/** Health that somebody should look at, the worst first. */
export const ATTENTION: readonly JobHealth[] = ["failing", "missing", "overrunning", "late"];

/** What is shown of each list, and how much is looked at to choose it: an overview counts no further. */
export const SHOWN = {
  alerts: 10,
  attention: 20,
  failedRuns: 20,
  errors: 5,
  upcoming: 10,
  components: 50,
  memory: 5,
  workers: 5,
} as const;
export const COUNTED = { alerts: 200, attention: 200, errors: 100, upcoming: 100 } as const;

export const FIRING: AlertQuery = { states: ["firing", "stale"], limit: COUNTED.alerts };
export const IN_TROUBLE: JobQuery = { health: ATTENTION, runsPerJob: 0, limit: COUNTED.attention };
export const FAILED: RunQuery = { states: FAILED_STATES, limit: SHOWN.failedRuns };

export function recentErrors(nowMs: number): ErrorQuery {
  return { fromMs: nowMs - DAY_MS, limit: COUNTED.errors };
}

/** What was reported within some minutes stands for now: services report every minute or more often. */
export function lastMinutes(nowMs: number): StepRange {
  const stepMs = 5 * MINUTE_MS;
  const toMs = Math.floor(nowMs / stepMs) * stepMs + stepMs;
  return { fromMs: toMs - 2 * stepMs, toMs, stepMs };
}

/** The 24 hours that end with the present one. */
export function lastHours(nowMs: number): StepRange {
  const toMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS + HOUR_MS;
  return { fromMs: toMs - DAY_MS, toMs, stepMs: HOUR_MS };
}
