import type { TimedRows } from "./timed-rows.ts";

/** Prometheus takes gaps up to this many mean distances for the usual distance. */
const THRESHOLD = 1.1;

export interface Range {
  readonly atMs: number;
  readonly windowMs: number;
  /** Column that holds the values. */
  readonly column: number;
}

/** Prometheus' `increase` over (at − window, at], value for value: `extrapolatedRate` of its `promql/functions.go`. */
export function extrapolatedIncrease(rows: TimedRows, { atMs, windowMs, column }: Range): number | undefined {
  const last = rows.lastUntil(atMs);
  const first = rows.before(atMs, windowMs) + 1;
  if (last <= first) return undefined;
  const firstMs = rows.timeAt(first);
  const sampledMs = rows.timeAt(last) - firstMs;
  const meanMs = sampledMs / (last - first);
  const increase = rawIncrease(rows, { first, last, column });
  const zeroMs = msToZero(rows.get(first, column), increase, sampledMs);
  const headMs = Math.min(stretch(firstMs - (atMs - windowMs), meanMs), zeroMs);
  const tailMs = stretch(atMs - rows.timeAt(last), meanMs);
  return increase * ((sampledMs + headMs + tailMs) / sampledMs);
}

/** Every fall is a reset to nought, whatever the start times say. */
function rawIncrease(
  rows: TimedRows,
  { first, last, column }: { readonly first: number; readonly last: number; readonly column: number },
): number {
  let increase = rows.get(last, column) - rows.get(first, column);
  for (let row = first + 1; row <= last; row += 1) {
    const before = rows.get(row - 1, column);
    if (rows.get(row, column) < before) increase += before;
  }
  return increase;
}

/** A counter is not stretched to before it was nought. */
function msToZero(firstValue: number, increase: number, sampledMs: number): number {
  return increase > 0 && firstValue >= 0 ? sampledMs * (firstValue / increase) : Number.POSITIVE_INFINITY;
}

function stretch(gapMs: number, meanMs: number): number {
  return gapMs >= meanMs * THRESHOLD ? meanMs / 2 : gapMs;
}
