import type { RunState, SlotState } from "@jobscope/tracker";

import type { RunTotals } from "../../port/read.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, optionalNumberOf, type Row } from "../database/row.ts";
import { MINUTE_MS, RUNS_ENDED, SLOTS_DECIDED } from "../rows/counters.ts";
import { RUN_STATES, SLOT_STATES, stateOf } from "../rows/states.ts";

interface StateCount {
  readonly state: number;
  readonly count: number;
  readonly timed: number;
  readonly durationMs: number;
}

const stateCountOf = (row: Row): StateCount => ({
  state: numberOf(row, "state"),
  count: numberOf(row, "count"),
  timed: numberOf(row, "timed"),
  durationMs: optionalNumberOf(row, "duration_ms") ?? 0,
});

function countsByState<T extends string>(
  states: readonly T[],
  counts: readonly StateCount[],
): { readonly [State in T]?: number } {
  const byState = new Map<T, number>();
  for (const { state, count } of counts) {
    const name = stateOf(states, state);
    byState.set(name, (byState.get(name) ?? 0) + count);
  }
  const result: { [State in T]?: number } = {};
  for (const [state, count] of byState) if (count !== 0) result[state] = count;
  return result;
}

function totalsOf(counts: readonly StateCount[]): RunTotals {
  let total = 0;
  let timed = 0;
  let durationMs = 0;
  for (const count of counts) {
    total += count.count;
    timed += count.timed;
    durationMs += count.durationMs;
  }
  const averageDurationMs = timed === 0 ? undefined : durationMs / timed;
  return { total, byState: countsByState<RunState>(RUN_STATES, counts), averageDurationMs };
}

/** Every run of a job that was ever counted: also those that retention has deleted since, for two years. */
export function jobTotals(connection: Connection, jobNumber: number): RunTotals {
  const sql = `SELECT state, sum(runs) AS count, sum(timed_runs) AS timed, sum(duration_ms) AS duration_ms
    FROM run_counts WHERE job_id = ? GROUP BY state`;
  return totalsOf(connection.all(sql, jobNumber).map(stateCountOf));
}

const WHOLE_MINUTES = `SELECT state, sum(count) AS count, sum(timed) AS timed, sum(duration_ms) AS duration_ms
  FROM minute_counts WHERE kind = ? AND minute >= ? AND minute < ? GROUP BY state`;
export const RUNS_BETWEEN = `SELECT state, count(*) AS count, count(duration_ms) AS timed, sum(duration_ms) AS duration_ms
  FROM runs WHERE end_ms >= ? AND end_ms < ? GROUP BY state`;
export const SLOTS_BETWEEN = `SELECT state, sum(weight) AS count, 0 AS timed, 0 AS duration_ms
  FROM slots WHERE decided_ms >= ? AND decided_ms < ? GROUP BY state`;

/**
 * Counts over [fromMs, toMs): whole minutes from their counters, the broken minute at each end from its rows. So the
 * answer is exact, and reads the rows of two minutes instead of a day.
 */
function countsWithin(connection: Connection, kind: number, [fromMs, toMs]: readonly [number, number]): StateCount[] {
  const firstMinute = Math.ceil(fromMs / MINUTE_MS);
  const lastMinute = Math.floor(toMs / MINUTE_MS);
  const between = kind === RUNS_ENDED ? RUNS_BETWEEN : SLOTS_BETWEEN;
  if (firstMinute > lastMinute) return connection.all(between, fromMs, toMs).map(stateCountOf);
  return [
    ...connection.all(between, fromMs, firstMinute * MINUTE_MS),
    ...connection.all(WHOLE_MINUTES, kind, firstMinute, lastMinute),
    ...connection.all(between, lastMinute * MINUTE_MS, toMs),
  ].map(stateCountOf);
}

export function runsEndedWithin(connection: Connection, range: readonly [number, number]): RunTotals {
  return totalsOf(countsWithin(connection, RUNS_ENDED, range));
}

/** A gap counts as the slots in it. */
export function slotsDecidedWithin(
  connection: Connection,
  range: readonly [number, number],
): Readonly<Partial<Record<SlotState, number>>> {
  return countsByState<SlotState>(SLOT_STATES, countsWithin(connection, SLOTS_DECIDED, range));
}
