import type { MetricPoint } from "@jobscope/otlp";

import type { Reduce } from "../../model/rule.ts";
import { extrapolatedIncrease } from "./extrapolate.ts";
import { reduceRows } from "./reduce-rows.ts";
import type { Tally } from "./tally.ts";
import { TimedRows } from "./timed-rows.ts";
import type { Track } from "./track.ts";

const VALUE = 1;

/** Gauges, and cumulative sums that go up and down: what counts is the value. */
export class GaugeTrack implements Track {
  readonly #rows = new TimedRows(2);
  readonly #tally: Tally;

  constructor(tally: Tally) {
    this.#tally = tally;
  }

  get length(): number {
    return this.#rows.length;
  }

  get lastGapMs(): number {
    const rows = this.#rows;
    return rows.length < 2 ? 0 : rows.timeAt(rows.length - 1) - rows.timeAt(rows.length - 2);
  }

  add(point: MetricPoint): boolean {
    const value = point.kind === "gauge" || point.kind === "sum" ? Number(point.value) : Number.NaN;
    const row = this.#rows.placeOf(point.timeMs);
    if (row > 0 && this.#rows.timeAt(row - 1) === point.timeMs) {
      if (Object.is(this.#rows.get(row - 1, VALUE), value)) this.#tally.duplicates += 1;
      else this.#tally.overlaps += 1;
      return false;
    }
    this.#rows.insert(row, point.timeMs);
    this.#rows.set(row, VALUE, value);
    return true;
  }

  trim(keepFromMs: number, maxRows: number): number {
    const rows = this.#rows;
    const forced = Math.max(0, rows.length - maxRows);
    let drop = forced;
    while (drop + 1 < rows.length && rows.timeAt(drop) <= keepFromMs) drop += 1;
    if (drop > 0) rows.dropFirst(drop);
    return forced;
  }

  valueAt(atMs: number, lookbackMs: number): { readonly value: number; readonly timeMs: number } | undefined {
    const row = this.#rows.lastUntil(atMs);
    if (row < 0) return undefined;
    const timeMs = this.#rows.timeAt(row);
    return timeMs > atMs - lookbackMs ? { value: this.#rows.get(row, VALUE), timeMs } : undefined;
  }

  reduceOver(reduce: Reduce, atMs: number, windowMs: number): number | undefined {
    return reduceRows(this.#rows, reduce, { atMs, windowMs, valueOf: (row) => this.#rows.get(row, VALUE) });
  }

  countIn(): undefined {
    return undefined;
  }

  extrapolatedIncrease(atMs: number, windowMs: number): number | undefined {
    return extrapolatedIncrease(this.#rows, { atMs, windowMs, column: VALUE });
  }

  histogramIn(): undefined {
    return undefined;
  }
}
