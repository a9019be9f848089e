import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { listPositions } from "../read/list-sql.ts";
import { mergeStreams, newestFirst, oldestFirst, type TimedPosition } from "../read/merge-streams.ts";
import { RUN_LIST } from "../read/query-runs.ts";
import type { Counters } from "../rows/counters.ts";
import { RUN_STATES, RUNNING } from "../rows/states.ts";
import type { Expired } from "./expire-records.ts";

export const ENDED_STATES: readonly number[] = RUN_STATES.map((_, code) => code).filter((code) => code !== RUNNING);
const ALL_STATES = RUN_STATES.map((_, code) => code);

export const OLD_RUNS = "state = ? AND start_ms < ?";
const OLDEST = `SELECT start_ms AS sort, id FROM runs WHERE ${OLD_RUNS} AND (start_ms, id) > (?, ?)
  ORDER BY start_ms, id LIMIT ?`;

const BEGINNING: TimedPosition = { sort: -Infinity, id: -1 };

/** Deletes ended runs, oldest first, except the last of each job and verdicts that may still be corrected. */
export class RunExpiry {
  readonly #connection: Connection;
  readonly #counters: Counters;
  /** How far the sweep has come: runs that stay because they are among the last of their job are passed once a round. */
  #after: TimedPosition = BEGINNING;

  constructor(connection: Connection, counters: Counters) {
    this.#connection = connection;
    this.#counters = counters;
  }

  expire(beforeMs: number, keepPerJob: number, limit: number): Expired {
    const candidates = this.#candidates(beforeMs, limit);
    const firstKept = new Map<number, TimedPosition>();
    let deleted = 0;
    for (const candidate of candidates) {
      if (this.#deleteUnlessKept(candidate, keepPerJob, firstKept)) deleted += 1;
    }
    this.#after = candidates.length < limit ? BEGINNING : (candidates.at(-1) ?? BEGINNING);
    this.#counters.addRows("runs", -deleted);
    return { deleted, examined: candidates.length };
  }

  #candidates(beforeMs: number, limit: number): readonly TimedPosition[] {
    const fetch = (state: number, after: TimedPosition, count: number): TimedPosition[] =>
      this.#connection
        .all(OLDEST, state, beforeMs, after.sort, after.id, count)
        .map((row) => ({ sort: numberOf(row, "sort"), id: numberOf(row, "id") }));
    return mergeStreams(ENDED_STATES, fetch, { after: this.#after, limit, precedes: oldestFirst });
  }

  #deleteUnlessKept(run: TimedPosition, keepPerJob: number, firstKept: Map<number, TimedPosition>): boolean {
    const row = this.#connection.get("SELECT job_id, provisional FROM runs WHERE id = ?", run.id);
    if (row === undefined || row["provisional"] === 1) return false;
    const jobId = numberOf(row, "job_id");
    const kept = firstKept.get(jobId) ?? firstKeptRun(this.#connection, jobId, keepPerJob);
    firstKept.set(jobId, kept);
    const isKept = !newestFirst(kept, run);
    if (!isKept) this.#connection.run("DELETE FROM runs WHERE id = ?", run.id);
    return !isKept;
  }
}

/** The oldest of the last `keepPerJob` runs of a job; everything before it may go. */
export function firstKeptRun(connection: Connection, jobId: number, keepPerJob: number): TimedPosition {
  if (keepPerJob <= 0) return { sort: Infinity, id: Infinity };
  const rows = listPositions(connection, RUN_LIST, {
    scope: { by: "job", ids: [jobId] },
    states: ALL_STATES,
    fromMs: undefined,
    toMs: undefined,
    after: undefined,
    limit: keepPerJob,
  });
  return rows.length < keepPerJob ? BEGINNING : (rows.at(-1) ?? BEGINNING);
}
