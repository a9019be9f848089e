import type { RetentionPolicy, RetentionReport } from "../../port/write.ts";
import type { Connection } from "../database/connection.ts";
import { fileSize, shrinkFile } from "../database/file-size.ts";
import type { Counters } from "../rows/counters.ts";
import { moveKeptSince } from "../rows/kept-since.ts";
import { expireAudit, expireKeys } from "./expire-access.ts";
import { CountExpiry } from "./expire-counts.ts";
import { expireErrors } from "./expire-errors.ts";
import { type Expired, expireOthers, expirePoints, expireRecords, expireSlots } from "./expire-records.ts";
import { expireAlerts, expireOrigins, expireState } from "./expire-rest.ts";
import { RunExpiry } from "./expire-runs.ts";

/** Rows that one call looks at: well below a second of work, so that ingest never waits long. */
const CHUNK_ROWS = 5_000;

/** One kind of record: deletes the oldest of those received (or started) before a time, at most `limit`. */
interface Step {
  readonly table: string;
  readonly expire: (beforeMs: number, limit: number) => Expired;
}

/** The order in which the byte cap takes records: unrelated first, runs last. */
interface Steps {
  readonly others: readonly Step[];
  readonly points: readonly Step[];
  readonly ofRuns: readonly Step[];
  readonly history: readonly Step[];
}

/** What a call has done so far. */
class Progress {
  readonly deleted: Record<string, number> = {};
  #left = CHUNK_ROWS;

  get exhausted(): boolean {
    return this.#left <= 0;
  }

  /** Rows that went. */
  take(step: Step, beforeMs: number): number {
    if (this.exhausted) return 0;
    const { deleted, examined } = step.expire(beforeMs, this.#left);
    this.#left -= examined;
    if (deleted > 0) this.deleted[step.table] = (this.deleted[step.table] ?? 0) + deleted;
    return deleted;
  }
}

/** Clean-up in chunks, by age and then by size. */
export class Retention {
  readonly #connection: Connection;
  readonly #counters: Counters;
  readonly #runs: RunExpiry;
  readonly #counts: CountExpiry;

  constructor(connection: Connection, counters: Counters) {
    this.#connection = connection;
    this.#counters = counters;
    this.#runs = new RunExpiry(connection, counters);
    this.#counts = new CountExpiry(connection);
  }

  /** Inside a transaction. Whether interned rows went, so that caches must be cleared, shows in `deleted`. */
  expire(policy: RetentionPolicy, nowMs: number): Omit<RetentionReport, "bytes"> {
    const steps = this.#steps(policy.keepRunsPerJob);
    const progress = new Progress();
    this.#byAge(steps, { policy, nowMs }, progress);
    if (!progress.exhausted) {
      const rest =
        expireState(this.#connection, policy, nowMs) +
        expireAlerts(this.#connection, nowMs) +
        expireErrors(this.#connection, policy, nowMs) +
        expireAudit(this.#connection, nowMs, CHUNK_ROWS) +
        expireKeys(this.#connection, nowMs) +
        expireOrigins(this.#connection, policy, nowMs);
      if (rest > 0) progress.deleted["other"] = rest;
    }
    const capped = !progress.exhausted && this.#bySize(steps, policy, progress);
    return { deleted: progress.deleted, capped, more: progress.exhausted };
  }

  /** Outside a transaction: gives free pages back. True when there are more. */
  shrink(): boolean {
    return shrinkFile(this.#connection);
  }

  #byAge(
    steps: Steps,
    { policy, nowMs }: { readonly policy: RetentionPolicy; readonly nowMs: number },
    progress: Progress,
  ): void {
    for (const step of steps.others) progress.take(step, nowMs - policy.otherLogsMs);
    for (const step of steps.ofRuns) progress.take(step, nowMs - policy.runLogsMs);
    moveKeptSince(this.#connection, "point", nowMs - policy.metricPointsMs);
    for (const step of steps.points) progress.take(step, nowMs - policy.metricPointsMs);
    for (const step of steps.history) progress.take(step, nowMs - policy.runsMs);
    for (const step of this.#counts.steps(policy)) progress.take(step, nowMs - step.keptMs);
  }

  /** Deletes the oldest records of the least important kind that there is, while the file holds too much. */
  #bySize(steps: Steps, policy: RetentionPolicy, progress: Progress): boolean {
    if (fileSize(this.#connection).liveBytes <= policy.maxBytes) return false;
    for (const kind of [steps.others, steps.points, steps.ofRuns, steps.history]) {
      let deleted = 0;
      for (const step of kind) deleted += progress.take(step, Infinity);
      if (deleted > 0 || progress.exhausted) return deleted > 0;
    }
    return false;
  }

  #steps(keepRunsPerJob: number): Steps {
    const target = { connection: this.#connection, counters: this.#counters };
    const tables = ["logs", "spans"] as const;
    return {
      others: tables.map((table) => ({
        table,
        expire: (before, limit) => expireOthers(target, table, [before, limit]),
      })),
      ofRuns: tables.map((table) => ({
        table,
        expire: (before, limit) => expireRecords(target, { table, related: 1 }, [before, limit]),
      })),
      points: [{ table: "metric_points", expire: (before, limit) => expirePoints(target, [before, limit]) }],
      history: [
        { table: "slots", expire: (before, limit) => expireSlots(target, [before, limit]) },
        { table: "runs", expire: (before, limit) => this.#runs.expire(before, keepRunsPerJob, limit) },
      ],
    };
  }
}
