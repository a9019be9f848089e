import type { RunBucket, RunSeries, RunSeriesQuery } from "../../port/metrics.ts";
import { coveringRanges, DAY_MS, RESOLUTION_MS, RESOLUTIONS, resolutionFor } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { keptSince } from "../rows/kept-since.ts";
import type { Owner } from "../rows/owners.ts";
import { STARTED } from "../rows/run-rollups.ts";
import { RUNNING } from "../rows/states.ts";
import { OWNER_COLUMNS, ownerColumn, ownerKeys, ownersInScope } from "./owners-in-scope.ts";
import { ROLLUPS_IN_STEPS, RunTally } from "./run-tally.ts";

/** How many more runs ended than started. */
export const NET_ENDED: string = `SELECT coalesce(sum(CASE WHEN state = ${STARTED} THEN -runs ELSE runs END), 0) AS n
  FROM run_rollups WHERE resolution = ? AND owner_kind = ? AND owner_id = ? AND bucket >= ? AND bucket < ?
  AND state <= ${STARTED}`;
const runningSql = (column: string): string => `SELECT count(*) AS n FROM runs WHERE ${column}state = ${RUNNING}`;
export const RUNNING_NOW: readonly string[] = OWNER_COLUMNS.map(runningSql);

/** Steps that one answer has at most. */
const MAX_STEPS = 1_000;
/** As far ahead as a sender's clock is believed to run. */
const AHEAD_MS = 400 * DAY_MS;

/**
 * Runs over time. Where the range begins before the time that buckets as fine as the step are kept for, the next coarser
 * ones answer, each counted in the step in which it begins: `resolution` says so.
 */
export function queryRunSeries(connection: Connection, query: RunSeriesQuery, nowMs: number): RunSeries {
  const { fromMs, toMs, stepMs } = query;
  const owners = ownersInScope(connection, query);
  const resolution = resolutionFor(stepMs, fromMs, keptSince(connection));
  const widthMs = RESOLUTION_MS[resolution];
  const steps = Math.min(MAX_STEPS, Math.ceil((toMs - fromMs) / stepMs));
  const tallies = Array.from({ length: steps }, () => new RunTally());
  const total = new RunTally();
  const endMs = fromMs + steps * stepMs;
  const range = [Math.ceil(fromMs / widthMs), Math.ceil(endMs / widthMs)] as const;
  const level = RESOLUTIONS.indexOf(resolution);
  for (const owner of owners) {
    for (const row of connection.all(ROLLUPS_IN_STEPS, widthMs, fromMs, stepMs, level, ...owner, ...range)) {
      tallies[numberOf(row, "step")]?.add(row);
      total.add(row);
    }
  }
  const running = sumOf(owners, (owner) => runningNow(connection, owner));
  const after = sumOf(owners, (owner) => netEndedAfter(connection, owner, [range[1] * widthMs, nowMs]));
  const buckets = bucketsOf(tallies, query, { nowMs, running, atEnd: running + after });
  return { buckets, total: total.figures(), resolution };
}

/**
 * Runs under way follow backwards from those running now: those that ended since were, those that started since were not.
 * Exact at whole minutes, by the clocks of those who sent the runs.
 */
function bucketsOf(
  tallies: readonly RunTally[],
  { fromMs, stepMs }: RunSeriesQuery,
  active: { readonly nowMs: number; readonly running: number; readonly atEnd: number },
): readonly RunBucket[] {
  let atEnd = active.atEnd;
  const buckets = tallies.map((tally, step): RunBucket => ({
    fromMs: fromMs + step * stepMs,
    ...tally.figures(),
    active: 0,
  }));
  for (let step = tallies.length - 1; step >= 0; step -= 1) {
    const bucket = buckets[step];
    const tally = tallies[step];
    if (bucket === undefined || tally === undefined) continue;
    const isOver = bucket.fromMs + stepMs <= active.nowMs;
    buckets[step] = { ...bucket, active: isOver ? Math.max(0, atEnd) : active.running };
    atEnd += tally.ended - tally.started;
  }
  return buckets;
}

function runningNow(connection: Connection, owner: Owner): number {
  const row = connection.get(runningSql(ownerColumn(owner)), ...ownerKeys(owner));
  return row === undefined ? 0 : numberOf(row, "n");
}

function netEndedAfter(connection: Connection, owner: Owner, [fromMs, nowMs]: readonly [number, number]): number {
  const toMs = Math.ceil((nowMs + AHEAD_MS) / DAY_MS) * DAY_MS;
  return sumOf(coveringRanges(fromMs, toMs), ({ resolution, from, to }) => {
    const row = connection.get(NET_ENDED, RESOLUTIONS.indexOf(resolution), ...owner, from, to);
    return row === undefined ? 0 : numberOf(row, "n");
  });
}

function sumOf<T>(items: readonly T[], count: (item: T) => number): number {
  return items.reduce((sum, item) => sum + count(item), 0);
}
