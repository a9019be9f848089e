import type { MetricPoint } from "@jobscope/otlp";

import type { Reduce } from "../../model/rule.ts";
import type { WindowCount } from "../../model/series.ts";
import { TOTAL, VALUE } from "./counter-rows.ts";
import { type CounterOptions, CounterTrack } from "./counter-track.ts";
import { extrapolatedIncrease } from "./extrapolate.ts";
import { reduceRows } from "./reduce-rows.ts";
import type { Track } from "./track.ts";

/** No counter holds more; sums of what is less stay finite. */
const MAX_VALUE = 1e290;

/** Counters, and delta sums that go up and down. */
export class SumTrack implements Track {
  readonly #counter: CounterTrack;
  readonly #options: CounterOptions;
  #firstStartMs = Number.POSITIVE_INFINITY;

  constructor(options: CounterOptions) {
    this.#options = options;
    this.#counter = new CounterTrack(options);
  }

  get length(): number {
    return this.#counter.rows.length;
  }

  get lastGapMs(): number {
    return this.#counter.lastGapMs;
  }

  add(point: MetricPoint): boolean {
    const value = point.kind === "sum" ? Number(point.value) : Number.NaN;
    if (!(Math.abs(value) < MAX_VALUE) || (this.#options.isMonotonic && value < 0)) {
      this.#options.tally.invalid += 1;
      return false;
    }
    this.#firstStartMs = Math.min(this.#firstStartMs, point.startMs);
    return this.#counter.add({ timeMs: point.timeMs, startMs: point.startMs, value, sum: 0 });
  }

  trim(keepFromMs: number, maxRows: number): number {
    return this.#counter.trim(keepFromMs, maxRows);
  }

  valueAt(atMs: number, lookbackMs: number): { readonly value: number; readonly timeMs: number } | undefined {
    const { rows } = this.#counter;
    const row = rows.lastUntil(atMs);
    if (row < 0 || rows.timeAt(row) <= atMs - lookbackMs) return undefined;
    const value = this.#valueOf(row);
    return value === undefined ? undefined : { value, timeMs: rows.timeAt(row) };
  }

  /** Changes up and down make a value only if what was there before them is known: nothing. */
  #valueOf(row: number): number | undefined {
    if (this.#options.isMonotonic) return this.#counter.rows.get(row, VALUE);
    const { newSinceMs } = this.#options.beginnings;
    return this.#firstStartMs >= newSinceMs ? this.#counter.totalAt(row) : undefined;
  }

  reduceOver(reduce: Reduce, atMs: number, windowMs: number): number | undefined {
    if (this.#valueOf(0) === undefined) return undefined;
    const valueOf = (row: number): number => this.#valueOf(row) ?? Number.NaN;
    return reduceRows(this.#counter.rows, reduce, { atMs, windowMs, valueOf });
  }

  countIn(atMs: number, windowMs: number): WindowCount | undefined {
    return this.#options.isMonotonic ? this.#counter.countIn(atMs, windowMs) : undefined;
  }

  extrapolatedIncrease(atMs: number, windowMs: number): number | undefined {
    const column = this.#options.temporality === "delta" ? TOTAL : VALUE;
    return extrapolatedIncrease(this.#counter.rows, { atMs, windowMs, column });
  }

  histogramIn(): undefined {
    return undefined;
  }
}
