import { durationBucket } from "../../rollup/duration-histogram.ts";
import { packDurations } from "../../rollup/packed-durations.ts";
import { bucketAt, MINUTE_MS, RESOLUTION_MS, RESOLUTIONS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { ALL, type Owner, ownersOf } from "./owners.ts";
import { RUNNING, SKIP } from "./states.ts";

/** `state` in `run_rollups` of runs that started, by their start. */
export const STARTED = 100;
/** Added to the state of a slot, by its decision: of everything only. */
export const SLOT_DECIDED = 200;

/** What of a run is counted. */
export interface RunCount {
  readonly serviceId: number;
  readonly jobId: number;
  readonly state: number;
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly durationMs: number | undefined;
  readonly delayMs: number | undefined;
}

interface Amounts {
  runs: number;
  timed: number;
  durationMs: number;
  delayed: number;
  delayMs: number;
  /** Runs by bucket of their duration; made when there is one. */
  buckets: Map<number, number> | undefined;
}

/** What changes in one minute for one job, or for everything where `owners` says so. */
interface MinuteDelta extends Amounts {
  readonly owners: readonly Owner[];
  readonly minute: number;
  readonly state: number;
}

type RowKey = readonly [resolution: number, ownerKind: number, ownerId: number, bucket: number, state: number];

const STATE_IN_KEY = 4;

interface RowDelta extends Amounts {
  readonly key: RowKey;
}

const ADD = `INSERT INTO run_rollups (resolution, owner_kind, owner_id, bucket, state, runs, timed_runs, duration_ms,
  delayed_runs, delay_ms, durations) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET runs = runs + excluded.runs, timed_runs = timed_runs + excluded.timed_runs,
  duration_ms = duration_ms + excluded.duration_ms, delayed_runs = delayed_runs + excluded.delayed_runs,
  delay_ms = delay_ms + excluded.delay_ms, durations = merge_durations(durations, excluded.durations)`;
/** The half of all rows that have nothing but a count. */
const ADD_COUNT = `INSERT INTO run_rollups (resolution, owner_kind, owner_id, bucket, state, runs, timed_runs, duration_ms,
  delayed_runs, delay_ms, durations) VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, x'')
  ON CONFLICT DO UPDATE SET runs = runs + excluded.runs`;
const ROW = "resolution = ?1 AND owner_kind = ?2 AND owner_id = ?3 AND bucket = ?4 AND state = ?5";
/** No row is made: one that retention has deleted has nothing to take away from. */
const CORRECT = `UPDATE run_rollups SET runs = runs + ?6, timed_runs = timed_runs + ?7, duration_ms = duration_ms + ?8,
  delayed_runs = delayed_runs + ?9, delay_ms = delay_ms + ?10, durations = merge_durations(durations, ?11) WHERE ${ROW}`;
const DROP_EMPTY = `DELETE FROM run_rollups WHERE ${ROW} AND runs <= 0`;

const WIDTHS = RESOLUTIONS.map((resolution) => RESOLUTION_MS[resolution]);
const ONLY_ALL: readonly Owner[] = [ALL];

const noAmounts = (): Amounts => ({
  runs: 0,
  timed: 0,
  durationMs: 0,
  delayed: 0,
  delayMs: 0,
  buckets: undefined,
});

/** A skipped run never started, so that it has neither. */
function timesOf({ state, durationMs, delayMs }: RunCount): Pick<RunCount, "durationMs" | "delayMs"> {
  return state === SKIP ? { durationMs: undefined, delayMs: undefined } : { durationMs, delayMs };
}

function addToBucket(to: Amounts, bucket: number, count: number): void {
  to.buckets ??= new Map<number, number>();
  to.buckets.set(bucket, (to.buckets.get(bucket) ?? 0) + count);
}

function add(to: Amounts, from: Omit<Amounts, "buckets">): void {
  to.runs += from.runs;
  to.timed += from.timed;
  to.durationMs += from.durationMs;
  to.delayed += from.delayed;
  to.delayMs += from.delayMs;
}

/** A run that was taken away and counted again as it was, such as one whose span only added its trace, changes nothing. */
function changesNothing({ runs, timed, delayed, durationMs, delayMs, buckets }: Amounts): boolean {
  if (runs !== 0 || timed !== 0 || delayed !== 0 || durationMs !== 0 || delayMs !== 0) return false;
  for (const count of buckets?.values() ?? []) if (count !== 0) return false;
  return true;
}

/**
 * Changes of `run_rollups` of one transaction. Gathered by job and minute, which is all that a run touches in memory; rows
 * of services, hours and days follow from these when they are written.
 */
export class RunRollups {
  readonly #connection: Connection;
  readonly #minutes = new Map<string, MinuteDelta>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Adds the run to the counts, or takes it away from them with `sign` −1. */
  addRun(run: RunCount, sign: 1 | -1): void {
    const { serviceId, jobId, state, startMs, endMs } = run;
    const { durationMs, delayMs } = timesOf(run);
    this.#at(jobId, serviceId, [startMs, STARTED]).runs += sign;
    if (state === RUNNING) return;
    const delta = this.#at(jobId, serviceId, [endMs ?? startMs, state]);
    add(delta, {
      runs: sign,
      timed: durationMs === undefined ? 0 : sign,
      durationMs: sign * (durationMs ?? 0),
      delayed: delayMs === undefined ? 0 : sign,
      delayMs: sign * (delayMs ?? 0),
    });
    if (durationMs === undefined) return;
    addToBucket(delta, durationBucket(durationMs), sign);
  }

  addDecision(state: number, decidedMs: number, count: number): void {
    this.#at(0, 0, [decidedMs, SLOT_DECIDED + state]).runs += count;
  }

  flush(): void {
    for (const delta of this.#rows()) this.#write(delta);
    this.discard();
  }

  discard(): void {
    this.#minutes.clear();
  }

  #at(jobId: number, serviceId: number, [atMs, state]: readonly [number, number]): MinuteDelta {
    const minute = bucketAt(MINUTE_MS, atMs);
    const name = `${jobId} ${minute} ${state}`;
    let delta = this.#minutes.get(name);
    if (delta === undefined) {
      delta = { owners: jobId === 0 ? ONLY_ALL : ownersOf(serviceId, jobId), minute, state, ...noAmounts() };
      this.#minutes.set(name, delta);
    }
    return delta;
  }

  #rows(): Iterable<RowDelta> {
    const rows = new Map<string, RowDelta>();
    for (const delta of this.#minutes.values()) {
      if (changesNothing(delta)) continue;
      for (const [resolution, width] of WIDTHS.entries()) {
        const bucket = Math.floor((delta.minute * MINUTE_MS) / width);
        for (const [kind, id] of delta.owners) addToRow(rows, [resolution, kind, id, bucket, delta.state], delta);
      }
    }
    return rows.values();
  }

  #write({ key, runs, timed, durationMs, delayed, delayMs, buckets }: RowDelta): void {
    if (key[STATE_IN_KEY] >= STARTED && runs > 0) {
      this.#connection.run(ADD_COUNT, ...key, runs);
      return;
    }
    const durations = packDurations(buckets ?? []);
    this.#connection.run(runs > 0 ? ADD : CORRECT, ...key, runs, timed, durationMs, delayed, delayMs, durations);
    if (runs < 0) this.#connection.run(DROP_EMPTY, ...key);
  }
}

function addToRow(rows: Map<string, RowDelta>, key: RowKey, delta: Amounts): void {
  const name = `${key[0]} ${key[1]} ${key[2]} ${key[3]} ${key[4]}`;
  let row = rows.get(name);
  if (row === undefined) {
    row = { key, ...noAmounts() };
    rows.set(name, row);
  }
  add(row, delta);
  if (delta.buckets === undefined) return;
  for (const [bucket, count] of delta.buckets) addToBucket(row, bucket, count);
}
