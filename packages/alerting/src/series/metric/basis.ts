import { START } from "./counter-rows.ts";
import type { TimedRows } from "./timed-rows.ts";

/** Counted from nothing: the whole value is new. */
export const FROM_ZERO = -1;
/** What came before is unknown: nothing of it is new. */
export const FROM_ITSELF = -2;

/** Starts closer than this belong to one writer whose start time trembles. */
const START_JITTER_MS = 1000;
/** Exporters read the clock once per metric, so the points of one collection differ by less than this. */
const COLLECTION_MS = 1000;
/** What is known of a counter before its first point. */
export interface Beginnings {
  /** Whoever started from here on has told nobody before: all that it counted is new. */
  readonly newSinceMs: number;
  /** Its meter reported at this time, and the counter was not there yet. */
  readonly absentAtMs: number | undefined;
}

export interface Basis {
  /** Row that the value continues, or {@link FROM_ZERO} or {@link FROM_ITSELF}. */
  readonly row: number;
  /** Two writers with one identity. */
  readonly overlap: boolean;
}

/** Start of the counting as far as it means anything; 0: unknown. */
function startOf(rows: TimedRows, row: number): number {
  const start = rows.get(row, START);
  return start > 0 && start <= rows.timeAt(row) ? start : 0;
}

/**
 * From what a cumulative value is counted on, by its start time: https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps
 * It depends on nothing but the rows, so that late points give what they would have given in time.
 */
export function basisOf(rows: TimedRows, row: number, beginnings: Beginnings): Basis {
  const start = startOf(rows, row);
  if (row === 0) return { row: firstBasis(rows.timeAt(0), start, beginnings), overlap: false };
  const previous = row - 1;
  const plain = plainBasis(rows, row, start);
  return plain === undefined ? overlapBasis(rows, { previous, start }, beginnings) : { row: plain, overlap: false };
}

function firstBasis(timeMs: number, start: number, { newSinceMs, absentAtMs }: Beginnings): number {
  if (start === timeMs) return FROM_ITSELF;
  if (start >= newSinceMs) return FROM_ZERO;
  return absentAtMs !== undefined && timeMs - absentAtMs >= COLLECTION_MS ? FROM_ZERO : FROM_ITSELF;
}

/** Undefined: its counting began before the end of another's. */
function plainBasis(rows: TimedRows, row: number, start: number): number | undefined {
  const previous = row - 1;
  const previousStart = startOf(rows, previous);
  const previousTime = rows.timeAt(previous);
  if (start !== 0 && start === previousStart) return previous;
  // "Unknown start": the writer does not know what it counted before.
  if (start === rows.timeAt(row)) return FROM_ITSELF;
  if (start === 0) return previous;
  if (start > previousTime) return FROM_ZERO;
  if (previousStart === 0) return previous;
  return start === previousTime ? FROM_ZERO : undefined;
}

function overlapBasis(
  rows: TimedRows,
  { previous, start }: { readonly previous: number; readonly start: number },
  beginnings: Beginnings,
): Basis {
  for (let row = previous - 1; row >= 0 && rows.timeAt(row) >= start; row -= 1) {
    if (startOf(rows, row) === start) return { row, overlap: true };
  }
  if (Math.abs(start - startOf(rows, previous)) < START_JITTER_MS) return { row: previous, overlap: false };
  const seen = start >= beginnings.newSinceMs;
  return { row: seen ? FROM_ZERO : FROM_ITSELF, overlap: true };
}
