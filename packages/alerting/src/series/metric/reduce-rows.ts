import type { Reduce } from "../../model/rule.ts";
import type { TimedRows } from "./timed-rows.ts";

export interface RowWindow {
  readonly atMs: number;
  readonly windowMs: number;
  readonly valueOf: (row: number) => number;
}

/** Values of (at − window, at] as one; undefined without any. */
export function reduceRows(
  rows: TimedRows,
  reduce: Reduce,
  { atMs, windowMs, valueOf }: RowWindow,
): number | undefined {
  const last = rows.lastUntil(atMs);
  const first = rows.before(atMs, windowMs) + 1;
  if (last < first) return undefined;
  if (reduce === "last") return valueOf(last);
  let reduced = valueOf(first);
  for (let row = first + 1; row <= last; row += 1) reduced = step(reduce, reduced, valueOf(row));
  return reduce === "avg" ? reduced / (last - first + 1) : reduced;
}

/** Like Prometheus' `…_over_time`: any number goes before NaN for min and max, and NaN spoils a mean. */
function step(reduce: Exclude<Reduce, "last">, reduced: number, value: number): number {
  if (reduce === "avg") return reduced + value;
  const replaces = reduce === "min" ? value < reduced : value > reduced;
  return replaces || Number.isNaN(reduced) ? value : reduced;
}
