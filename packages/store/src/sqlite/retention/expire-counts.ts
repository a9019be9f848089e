import type { RollupResolution } from "../../port/metrics.ts";
import type { RetentionPolicy } from "../../port/write.ts";
import { bucketAt, DAY_MS, HOUR_MS, QUARTER_MS, RESOLUTION_MS, RESOLUTIONS } from "../../rollup/time-buckets.ts";
import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { moveKeptSince } from "../rows/kept-since.ts";
import { OWNER_JOB } from "../rows/owners.ts";
import type { Expired } from "./expire-records.ts";

/** "The last 24 hours" is made of minutes. */
const MIN_MINUTES_MS = 2 * DAY_MS;
export const HOURS_KEPT_MS: number = 90 * DAY_MS;
const DAYS_KEPT_MS = 730 * DAY_MS;

/** Owners that one call looks at: of many, the next call goes on. */
const MAX_OWNERS = 500;

export type CountTable = "run_rollups" | "calendar_counts" | "metric_hours";

/** Rows of one table and width of time, by whose they are: a primary key of owner and time. */
interface CountedRows {
  readonly table: CountTable;
  /** What the primary key begins with, where it is the same for all. */
  readonly fixed: readonly (readonly [column: string, value: number])[];
  readonly owner: readonly string[];
  readonly time: string;
  /** Rest of the primary key. */
  readonly rest: readonly string[];
  readonly widthMs: number;
}

export const rollupsOf = (resolution: RollupResolution): CountedRows => ({
  table: "run_rollups",
  fixed: [["resolution", RESOLUTIONS.indexOf(resolution)]],
  owner: ["owner_kind", "owner_id"],
  time: "bucket",
  rest: ["state"],
  widthMs: RESOLUTION_MS[resolution],
});

export const CALENDAR: CountedRows = {
  table: "calendar_counts",
  fixed: [],
  owner: ["owner_kind", "owner_id"],
  time: "quarter",
  rest: ["kind", "state"],
  widthMs: QUARTER_MS,
};

export const METRIC_HOURS: CountedRows = {
  table: "metric_hours",
  fixed: [],
  owner: ["stream_id"],
  time: "hour",
  rest: [],
  widthMs: HOUR_MS,
};

const marks = (count: number): string => Array.from({ length: count }, () => "?").join(", ");
const fixedSql = ({ fixed }: CountedRows): string =>
  fixed.map(([column, value]) => `${column} = ${value} AND `).join("");

/** The owner after another one, found in the primary key. */
export function nextOwnerSql(rows: CountedRows): string {
  const owner = rows.owner.join(", ");
  return `SELECT ${owner} FROM ${rows.table} WHERE ${fixedSql(rows)}(${owner}) > (${marks(rows.owner.length)})
    ORDER BY ${owner} LIMIT 1`;
}

/** The oldest rows of an owner, by primary key. */
export function expireOwnerSql(rows: CountedRows): string {
  const key = [...rows.fixed.map(([column]) => column), ...rows.owner, rows.time, ...rows.rest].join(", ");
  const owner = rows.owner.map((column) => `${column} = ? AND `).join("");
  return `DELETE FROM ${rows.table} WHERE (${key}) IN (SELECT ${key} FROM ${rows.table}
    WHERE ${fixedSql(rows)}${owner}${rows.time} < ? ORDER BY ${rows.time} LIMIT ?)`;
}

/** Nobody asks for the counts of a job that is forgotten; those of its service hold it still. */
const JOB_IS_GONE = `SELECT NOT EXISTS (SELECT 1 FROM jobs WHERE id = ?1)
  AND NOT EXISTS (SELECT 1 FROM runs WHERE job_id = ?1) AS n`;

/** Deletes counts that are older than a time, and those of jobs that are gone, owner by owner, round and round. */
class CountSweep {
  readonly #connection: Connection;
  readonly #rows: CountedRows;
  readonly #next: string;
  readonly #expire: string;
  #after: readonly number[];

  constructor(connection: Connection, rows: CountedRows) {
    this.#connection = connection;
    this.#rows = rows;
    this.#next = nextOwnerSql(rows);
    this.#expire = expireOwnerSql(rows);
    this.#after = this.#beginning();
  }

  expire(beforeMs: number, limit: number): Expired {
    const before = bucketAt(this.#rows.widthMs, beforeMs);
    let deleted = 0;
    for (let looked = 0; looked < MAX_OWNERS && deleted < limit; looked += 1) {
      const owner = this.#nextOwner();
      if (owner === undefined) {
        this.#after = this.#beginning();
        break;
      }
      const end = this.#isGone(owner) ? Number.MAX_SAFE_INTEGER : before;
      deleted += this.#connection.run(this.#expire, ...owner, end, limit - deleted);
      if (deleted < limit) this.#after = owner;
    }
    return { deleted, examined: deleted };
  }

  #beginning(): readonly number[] {
    return this.#rows.owner.map(() => -1);
  }

  #nextOwner(): readonly number[] | undefined {
    const row = this.#connection.get(this.#next, ...this.#after);
    return row && this.#rows.owner.map((column) => numberOf(row, column));
  }

  #isGone([kind, id]: readonly number[]): boolean {
    if (this.#rows.owner.length !== 2 || kind !== OWNER_JOB || id === undefined) return false;
    const row = this.#connection.get(JOB_IS_GONE, id);
    return row !== undefined && numberOf(row, "n") === 1;
  }
}

/** One kind of counts, with the time before which it goes. */
export interface CountStep {
  readonly table: CountTable;
  readonly expire: (beforeMs: number, limit: number) => Expired;
  readonly keptMs: number;
}

/** All counts by time. Readers are told first from when on a resolution is not whole any more. */
export class CountExpiry {
  readonly #connection: Connection;
  readonly #rollups: Readonly<Record<RollupResolution, CountSweep>>;
  readonly #calendar: CountSweep;
  readonly #metricHours: CountSweep;

  constructor(connection: Connection) {
    this.#connection = connection;
    const sweepOf = (resolution: RollupResolution): CountSweep => new CountSweep(connection, rollupsOf(resolution));
    this.#rollups = { minute: sweepOf("minute"), hour: sweepOf("hour"), day: sweepOf("day") };
    this.#calendar = new CountSweep(connection, CALENDAR);
    this.#metricHours = new CountSweep(connection, METRIC_HOURS);
  }

  steps(policy: RetentionPolicy): readonly CountStep[] {
    const minutesMs = Math.max(MIN_MINUTES_MS, policy.metricPointsMs);
    const hoursMs = Math.max(HOURS_KEPT_MS, minutesMs);
    return [
      this.#rollupStep("minute", minutesMs),
      this.#rollupStep("hour", hoursMs),
      this.#rollupStep("day", Math.max(DAYS_KEPT_MS, hoursMs)),
      {
        table: "calendar_counts",
        keptMs: DAYS_KEPT_MS,
        expire: (before, limit) => this.#calendar.expire(before, limit),
      },
      {
        table: "metric_hours",
        keptMs: HOURS_KEPT_MS,
        expire: (before, limit) => this.#metricHours.expire(before, limit),
      },
    ];
  }

  #rollupStep(resolution: RollupResolution, keptMs: number): CountStep {
    const expire = (beforeMs: number, limit: number): Expired => {
      const widthMs = RESOLUTION_MS[resolution];
      moveKeptSince(this.#connection, resolution, bucketAt(widthMs, beforeMs) * widthMs);
      return this.#rollups[resolution].expire(beforeMs, limit);
    };
    return { table: "run_rollups", keptMs, expire };
  }
}
