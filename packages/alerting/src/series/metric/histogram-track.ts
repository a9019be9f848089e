import type { MetricPoint } from "@jobscope/otlp";

import type { HistogramWindow, WindowCount } from "../../model/series.ts";
import { BucketHistory } from "./bucket-history.ts";
import { bucketsOf } from "./buckets-of.ts";
import { TOTAL, VALUE } from "./counter-rows.ts";
import { type CounterOptions, CounterTrack } from "./counter-track.ts";
import { extrapolatedIncrease } from "./extrapolate.ts";
import type { Track } from "./track.ts";

/** Histograms of both kinds, and summaries: these without a distribution, since quantiles cannot be merged. */
export class HistogramTrack implements Track {
  readonly #counter: CounterTrack;
  readonly #buckets: BucketHistory;
  readonly #options: CounterOptions;
  /** The sender keeps no sum: it may not, where measurements can be negative. */
  #sumMissing = false;

  constructor(options: CounterOptions) {
    this.#options = options;
    this.#buckets = new BucketHistory(options.temporality);
    this.#counter = new CounterTrack(options, this.#buckets);
  }

  get length(): number {
    return this.#counter.rows.length;
  }

  get lastGapMs(): number {
    return this.#counter.lastGapMs;
  }

  add(point: MetricPoint): boolean {
    if (!("count" in point) || !(point.count >= 0 && point.count <= Number.MAX_SAFE_INTEGER)) {
      this.#options.tally.invalid += 1;
      return false;
    }
    const sum = point.sum ?? Number.NaN;
    if (!Number.isFinite(sum)) this.#sumMissing = true;
    const extremes = "min" in point ? point : { min: undefined, max: undefined };
    this.#buckets.offer({ buckets: bucketsOf(point), min: extremes.min, max: extremes.max, count: point.count });
    const { timeMs, startMs, count } = point;
    return this.#counter.add({ timeMs, startMs, value: count, sum: this.#sumMissing ? 0 : sum });
  }

  trim(keepFromMs: number, maxRows: number): number {
    return this.#counter.trim(keepFromMs, maxRows);
  }

  valueAt(): undefined {
    return undefined;
  }

  reduceOver(): undefined {
    return undefined;
  }

  countIn(atMs: number, windowMs: number): WindowCount | undefined {
    const found = this.#counter.countIn(atMs, windowMs);
    return found !== undefined && this.#sumMissing ? { ...found, sum: Number.NaN } : found;
  }

  extrapolatedIncrease(atMs: number, windowMs: number): number | undefined {
    const column = this.#options.temporality === "delta" ? TOTAL : VALUE;
    return extrapolatedIncrease(this.#counter.rows, { atMs, windowMs, column });
  }

  histogramIn(atMs: number, windowMs: number): HistogramWindow | undefined {
    const counted = this.countIn(atMs, windowMs);
    if (counted === undefined) return undefined;
    const { rows } = this.#counter;
    const last = rows.lastUntil(atMs);
    const range = { before: last - counted.points, last };
    const buckets = this.#buckets.over(range);
    if (buckets === undefined) return undefined;
    const { min, max } = this.#buckets.extremesOver(range);
    return {
      points: counted.points,
      count: counted.count,
      sum: counted.sum,
      min: Number.isNaN(min) ? undefined : min,
      max: Number.isNaN(max) ? undefined : max,
      buckets,
    };
  }
}
