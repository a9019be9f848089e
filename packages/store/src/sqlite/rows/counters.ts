import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";

/** Tables whose rows are counted as they come and go, so that nobody has to scan them to know. */
export type CountedTable = "runs" | "slots" | "logs" | "spans" | "metric_points";
export const COUNTED_TABLES: readonly CountedTable[] = ["runs", "slots", "logs", "spans", "metric_points"];

export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** `kind` of a row in `minute_counts`. */
export const RUNS_ENDED = 0;
export const SLOTS_DECIDED = 1;

/** What one run adds to the counts, or takes away from them with `sign` −1. */
export interface RunCount {
  readonly sign: 1 | -1;
  readonly jobId: number;
  readonly state: number;
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly durationMs: number | undefined;
}

export interface SlotCount {
  readonly sign: 1 | -1;
  readonly state: number;
  readonly decidedMs: number | undefined;
  readonly weight: number;
}

interface Delta {
  readonly key: readonly [number, number, number];
  count: number;
  timed: number;
  durationMs: number;
}

const SEQUENCE = "sequence";
const rowsOf = (table: CountedTable): string => `rows.${table}`;

const RUN_COUNTS = `INSERT INTO run_counts (job_id, day, state, runs, timed_runs, duration_ms) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET runs = runs + excluded.runs, timed_runs = timed_runs + excluded.timed_runs,
  duration_ms = duration_ms + excluded.duration_ms`;
const MINUTE_COUNTS = `INSERT INTO minute_counts (kind, minute, state, count, timed, duration_ms) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count, timed = timed + excluded.timed,
  duration_ms = duration_ms + excluded.duration_ms`;
const COUNTER = `INSERT INTO counters (name, value) VALUES (?, ?)
  ON CONFLICT DO UPDATE SET value = value + excluded.value`;

export function readCounter(connection: Connection, name: "sequence" | CountedTable): number {
  const row = connection.get("SELECT value FROM counters WHERE name = ?", name === SEQUENCE ? SEQUENCE : rowsOf(name));
  return row === undefined ? 0 : numberOf(row, "value");
}

/**
 * Counts that the current transaction changes, gathered in memory and written once before its COMMIT: a group of a
 * thousand runs touches a few hundred rows instead of thousands.
 */
export class Counters {
  readonly #connection: Connection;
  readonly #rows = new Map<CountedTable, number>();
  readonly #runs = new Map<string, Delta>();
  readonly #minutes = new Map<string, Delta>();
  #sequence: number | undefined;
  #sequencesTaken = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The number of the next change. */
  nextSequence(): number {
    this.#sequence ??= readCounter(this.#connection, SEQUENCE);
    this.#sequencesTaken += 1;
    return this.#sequence + this.#sequencesTaken;
  }

  addRows(table: CountedTable, count: number): void {
    this.#rows.set(table, (this.#rows.get(table) ?? 0) + count);
  }

  addRun(count: RunCount): void {
    const timed = count.durationMs === undefined ? 0 : count.sign;
    const durationMs = (count.durationMs ?? 0) * count.sign;
    const amounts = { count: count.sign, timed, durationMs };
    add(this.#runs, [count.jobId, Math.floor(count.startMs / DAY_MS), count.state], amounts);
    if (count.endMs === undefined) return;
    add(this.#minutes, [RUNS_ENDED, Math.floor(count.endMs / MINUTE_MS), count.state], amounts);
  }

  addSlot(count: SlotCount): void {
    if (count.decidedMs === undefined) return;
    const amounts = { count: count.sign * count.weight, timed: 0, durationMs: 0 };
    add(this.#minutes, [SLOTS_DECIDED, Math.floor(count.decidedMs / MINUTE_MS), count.state], amounts);
  }

  flush(): void {
    for (const { key, count, timed, durationMs } of this.#runs.values()) {
      this.#connection.run(RUN_COUNTS, ...key, count, timed, durationMs);
    }
    for (const { key, count, timed, durationMs } of this.#minutes.values()) {
      this.#connection.run(MINUTE_COUNTS, ...key, count, timed, durationMs);
    }
    for (const [table, count] of this.#rows) this.#connection.run(COUNTER, rowsOf(table), count);
    if (this.#sequencesTaken > 0) this.#connection.run(COUNTER, SEQUENCE, this.#sequencesTaken);
    this.discard();
  }

  /** Forgets what the transaction gathered. */
  discard(): void {
    this.#rows.clear();
    this.#runs.clear();
    this.#minutes.clear();
    this.#sequence = undefined;
    this.#sequencesTaken = 0;
  }
}

function add(
  deltas: Map<string, Delta>,
  key: Delta["key"],
  amounts: { readonly count: number; readonly timed: number; readonly durationMs: number },
): void {
  const name = key.join(" ");
  const delta = deltas.get(name);
  if (delta === undefined) {
    deltas.set(name, { key, ...amounts });
    return;
  }
  delta.count += amounts.count;
  delta.timed += amounts.timed;
  delta.durationMs += amounts.durationMs;
}
