import type { RunState, SlotState } from "@jobscope/tracker";

import type { RunTotals } from "../../port/read.ts";
import { type BucketRange, coveringRanges, MINUTE_MS, RESOLUTIONS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf, optionalNumberOf, type Row } from "../database/row.ts";
import { ALL, type Owner, OWNER_JOB } from "../rows/owners.ts";
import { SLOT_DECIDED, STARTED } from "../rows/run-rollups.ts";
import { RUN_STATES, RUNNING, SKIP, SLOT_STATES, stateOf } from "../rows/states.ts";

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

/** Ended runs, and slots by their decision, of one owner in buckets of one resolution: one range of the primary key. */
export const COUNTS_IN_BUCKETS = `SELECT state, sum(runs) AS count, sum(timed_runs) AS timed, sum(duration_ms) AS duration_ms
  FROM run_rollups WHERE resolution = ? AND owner_kind = ? AND owner_id = ? AND bucket >= ? AND bucket < ?
  GROUP BY state`;
export const RUNNING_OF_JOB = "SELECT count(*) AS n FROM runs WHERE job_id = ? AND state = ?";
export const RUNS_BETWEEN: string = `SELECT state, count(*) AS count, iif(state = ${SKIP}, 0, count(duration_ms)) AS timed,
  iif(state = ${SKIP}, 0, sum(duration_ms)) AS duration_ms FROM runs WHERE end_ms >= ? AND end_ms < ? AND state <> ${RUNNING} GROUP BY state`;
export const SLOTS_BETWEEN: string = `SELECT ${SLOT_DECIDED} + state AS state, sum(weight) AS count, 0 AS timed, 0 AS duration_ms
  FROM slots WHERE decided_ms >= ? AND decided_ms < ? GROUP BY state`;

function countsInBuckets(connection: Connection, [kind, id]: Owner, range: BucketRange): StateCount[] {
  const resolution = RESOLUTIONS.indexOf(range.resolution);
  return connection.all(COUNTS_IN_BUCKETS, resolution, kind, id, range.from, range.to).map(stateCountOf);
}

/** Every run of a job that was ever counted: also those that retention has deleted since, for two years. */
export function jobTotals(connection: Connection, jobNumber: number): RunTotals {
  const ever: BucketRange = { resolution: "day", from: 0, to: Number.MAX_SAFE_INTEGER };
  const ended = countsInBuckets(connection, [OWNER_JOB, jobNumber], ever).filter(({ state }) => state < STARTED);
  const row = connection.get(RUNNING_OF_JOB, jobNumber, RUNNING);
  const running = row === undefined ? 0 : numberOf(row, "n");
  return totalsOf([...ended, { state: RUNNING, count: running, timed: 0, durationMs: 0 }]);
}

/**
 * Counts of everything over [fromMs, toMs): whole minutes, hours and days from their counters, the broken minute at each
 * end from its rows. So the answer is exact, and reads the rows of two minutes instead of a day.
 */
function countsWithin(
  connection: Connection,
  between: string,
  [fromMs, toMs]: readonly [number, number],
): StateCount[] {
  const firstMs = Math.ceil(fromMs / MINUTE_MS) * MINUTE_MS;
  const lastMs = Math.floor(toMs / MINUTE_MS) * MINUTE_MS;
  if (firstMs > lastMs) return connection.all(between, fromMs, toMs).map(stateCountOf);
  return [
    ...connection.all(between, fromMs, firstMs).map(stateCountOf),
    ...coveringRanges(firstMs, lastMs).flatMap((range) => countsInBuckets(connection, ALL, range)),
    ...connection.all(between, lastMs, toMs).map(stateCountOf),
  ];
}

export function runsEndedWithin(connection: Connection, range: readonly [number, number]): RunTotals {
  return totalsOf(countsWithin(connection, RUNS_BETWEEN, range).filter(({ state }) => state < STARTED));
}

/** A gap counts as the slots in it. */
export function slotsDecidedWithin(
  connection: Connection,
  range: readonly [number, number],
): Readonly<Partial<Record<SlotState, number>>> {
  const counts = countsWithin(connection, SLOTS_BETWEEN, range).filter(({ state }) => state >= SLOT_DECIDED);
  return countsByState<SlotState>(
    SLOT_STATES,
    counts.map((count) => ({ ...count, state: count.state - SLOT_DECIDED })),
  );
}
