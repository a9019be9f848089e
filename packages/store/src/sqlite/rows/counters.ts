import type { Connection } from "../database/connection.ts";
import { numberOf } from "../database/row.ts";
import { CalendarCounts, type SlotCount } from "./calendar-counts.ts";
import { ErrorCounts, type ErrorPlace, type ErrorTexts } from "./error-counts.ts";
import type { GroupedError } from "./error-groups.ts";
import { type RunCount, RunRollups } from "./run-rollups.ts";

/** Tables whose rows are counted as they come and go, so that nobody has to scan them to know. */
export type CountedTable = "runs" | "slots" | "logs" | "spans" | "metric_points";
export const COUNTED_TABLES: readonly CountedTable[] = ["runs", "slots", "logs", "spans", "metric_points"];

const SEQUENCE = "sequence";
const rowsOf = (table: CountedTable): string => `rows.${table}`;

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
  readonly #errors: ErrorCounts;
  readonly #rows = new Map<CountedTable, number>();
  readonly #rollups: RunRollups;
  readonly #calendar: CalendarCounts;
  #sequence: number | undefined;
  #sequencesTaken = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#errors = new ErrorCounts(connection);
    this.#rollups = new RunRollups(connection);
    this.#calendar = new CalendarCounts(connection);
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

  /** A run as it is now, and as it was counted before. */
  countRun(before: RunCount | undefined, after: RunCount): void {
    if (before !== undefined) {
      if (countsTheSame(before, after)) return;
      this.#addRun(before, -1);
    }
    this.#addRun(after, 1);
  }

  addSlot(count: SlotCount): void {
    this.#calendar.addSlot(count);
    if (count.decidedMs === undefined) return;
    this.#rollups.addDecision(count.state, count.decidedMs, count.sign * count.weight);
  }

  /** Number of the group that an error belongs to. */
  errorGroup(error: GroupedError): number {
    return this.#errors.groupOf(error);
  }

  addError(place: ErrorPlace, texts: ErrorTexts): void {
    this.#errors.join(place, texts);
  }

  /** The same error as is counted already, told anew. */
  retellError(place: ErrorPlace, texts: ErrorTexts): void {
    this.#errors.tell(place, texts);
  }

  /** A run was corrected: it did not fail, or not so. */
  removeError(place: ErrorPlace): void {
    this.#errors.leave(place);
  }

  /** Some groups were deleted, or never came to be. */
  forgetErrorGroups(): void {
    this.#errors.forgetKeys();
  }

  flush(): void {
    this.#errors.flush();
    this.#rollups.flush();
    this.#calendar.flush();
    for (const [table, count] of this.#rows) this.#connection.run(COUNTER, rowsOf(table), count);
    if (this.#sequencesTaken > 0) this.#connection.run(COUNTER, SEQUENCE, this.#sequencesTaken);
    this.discard();
  }

  /** Forgets what the transaction gathered. */
  discard(): void {
    this.#rows.clear();
    this.#errors.discard();
    this.#rollups.discard();
    this.#calendar.discard();
    this.#sequence = undefined;
    this.#sequencesTaken = 0;
  }

  #addRun(count: RunCount, sign: 1 | -1): void {
    this.#rollups.addRun(count, sign);
    this.#calendar.addRun(count, sign);
  }
}

/** Of a run that has ended, most of what comes later is no matter of counting, such as its trace. */
function countsTheSame(a: RunCount, b: RunCount): boolean {
  return (
    a.state === b.state &&
    a.jobId === b.jobId &&
    a.startMs === b.startMs &&
    a.endMs === b.endMs &&
    a.durationMs === b.durationMs &&
    a.delayMs === b.delayMs
  );
}
