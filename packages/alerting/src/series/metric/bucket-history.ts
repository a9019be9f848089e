import { FROM_ITSELF } from "./basis.ts";
import {
  addBuckets,
  anyFalls,
  type Buckets,
  clampBuckets,
  sharedLayout,
  subtractBuckets,
  zeroLike,
} from "./buckets.ts";
import type { Attached } from "./counter-track.ts";

export interface Extremes {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface RowRange {
  /** The row before the window, -1 for none. */
  readonly before: number;
  readonly last: number;
}

interface State {
  readonly sent: Buckets | undefined;
  readonly extremes: Extremes;
  readonly isEmpty: boolean;
  /**
   * What is to be added to `sent` so that totals grow by the increments alone. Rows of one run share it, so it costs nothing
   * until there is a reset. Undefined: nothing.
   */
  offset: Buckets | undefined;
}

/**
 * The buckets of a histogram's rows. Of a cumulative one a window is the difference of two rows and of their offsets; of a delta
 * one it is the sum of its rows, which keeps the finest scale that the window has.
 */
export class BucketHistory implements Attached {
  readonly #isDelta: boolean;
  readonly #states: State[] = [];
  #offered: State | undefined;
  /** Total before the first row. */
  #before: State | undefined;

  constructor(temporality: "delta" | "cumulative") {
    this.#isDelta = temporality === "delta";
  }

  /** Buckets of the point that is added next. */
  offer(sent: Buckets | undefined, extremes: Extremes, isEmpty: boolean): void {
    const shared = sent && sharedLayout(sent, this.#states.at(-1)?.sent);
    this.#offered = { sent: shared, extremes, isEmpty, offset: undefined };
  }

  inserted(row: number): void {
    if (this.#offered === undefined) return;
    if (row === this.#states.length) this.#states.push(this.#offered);
    else this.#states.splice(row, 0, this.#offered);
    this.#offered = undefined;
  }

  falls(row: number, basis: number): boolean {
    const sent = this.#states[row]?.sent;
    const before = this.#states[basis]?.sent;
    return sent !== undefined && before !== undefined && anyFalls(sent, before);
  }

  derive(row: number, basis: number): void {
    const state = this.#states[row];
    if (this.#isDelta || state?.sent === undefined) return;
    const previous = row === 0 ? this.#before : this.#states[row - 1];
    if (basis >= 0 && basis === row - 1) state.offset = previous?.offset;
    else state.offset = offsetFrom(totalOf(previous), basis === FROM_ITSELF ? state.sent : this.#states[basis]?.sent);
  }

  dropped(rows: number): void {
    this.#before = this.#states[rows - 1];
    if (rows === 1) this.#states.shift();
    else this.#states.splice(0, rows);
  }

  over({ before, last }: RowRange): Buckets | undefined {
    return this.#isDelta ? this.#sumOver(before, last) : this.#differenceOver(before, last);
  }

  #sumOver(before: number, last: number): Buckets | undefined {
    let sum: Buckets | undefined;
    for (let row = before + 1; row <= last; row += 1) {
      const sent = this.#states[row]?.sent;
      if (sent !== undefined) sum = sum === undefined ? sent : addBuckets(sum, sent);
    }
    const any = sum ?? this.#states[last]?.sent;
    return last > before ? sum : any && zeroLike(any);
  }

  #differenceOver(before: number, last: number): Buckets | undefined {
    const end = this.#states[last];
    const start = before < 0 ? this.#before : this.#states[before];
    if (end?.sent === undefined) return undefined;
    if (start?.sent === undefined) return clampBuckets(totalOf(end) ?? end.sent);
    if (end.offset === start.offset) return clampBuckets(subtractBuckets(end.sent, start.sent));
    return clampBuckets(subtractBuckets(totalOf(end) ?? end.sent, totalOf(start) ?? start.sent));
  }

  /** Of a cumulative one those since its start: wider than those of the window, never narrower. */
  extremesOver({ before, last }: RowRange): Extremes {
    let min: number | undefined = Number.POSITIVE_INFINITY;
    let max: number | undefined = Number.NEGATIVE_INFINITY;
    for (let row = before + 1; row <= last; row += 1) {
      const state = this.#states[row];
      if (state === undefined || state.isEmpty) continue;
      const { extremes } = state;
      min = extremes.min === undefined || min === undefined ? undefined : Math.min(min, extremes.min);
      max = extremes.max === undefined || max === undefined ? undefined : Math.max(max, extremes.max);
    }
    return { min: finite(min), max: finite(max) };
  }
}

function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

function totalOf(state: State | undefined): Buckets | undefined {
  if (state?.sent === undefined) return state?.offset;
  return state.offset === undefined ? state.sent : addBuckets(state.sent, state.offset);
}

/** `FROM_ZERO` has no row to take away. */
function offsetFrom(total: Buckets | undefined, taken: Buckets | undefined): Buckets | undefined {
  if (taken === undefined) return total;
  return subtractBuckets(total ?? zeroLike(taken), taken);
}
