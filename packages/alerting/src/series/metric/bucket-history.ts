import { FROM_ITSELF } from "./basis.ts";
import {
  addBuckets,
  anyFalls,
  type Buckets,
  clampBuckets,
  grownBuckets,
  isAdditive,
  sharedLayout,
  subtractBuckets,
  sumBuckets,
  zeroLike,
} from "./buckets.ts";
import type { Attached } from "./counter-track.ts";

/** NaN: not known. */
export interface Extremes {
  readonly min: number;
  readonly max: number;
}

export interface RowRange {
  /** The row before the window, -1 for none. */
  readonly before: number;
  readonly last: number;
}

export interface Offer {
  readonly buckets: Buckets | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly count: number;
}

interface State {
  readonly sent: Buckets | undefined;
  /**
   * Cumulative only: what is to be added to `sent` so that totals grow by the increments alone. Rows of one run share it, so it
   * costs nothing until there is a reset.
   */
  offset: Buckets | undefined;
  /** Delta only: the sum of its section up to here, as long as nothing is lost by adding. */
  total: Buckets | undefined;
  /** Delta rows that were added up share it. */
  section: number;
}

type Told = State & { readonly sent: Buckets };

const EMPTY: Extremes = { min: Number.NaN, max: Number.NaN };

/**
 * The buckets of a histogram's rows. A window is the difference of two rows' totals. Exponential delta points are added up window
 * by window instead: a total would have the coarsest scale of all times, a window has the finest that its points allow.
 */
export class BucketHistory implements Attached {
  readonly #isDelta: boolean;
  readonly #states: State[] = [];
  /** As sent; NaN where the point does not say, beyond all numbers where it has no measurements. */
  readonly #mins: number[] = [];
  readonly #maxs: number[] = [];
  #offered: Offer | undefined;
  /** Total before the first row. */
  #before: State | undefined;
  #sections = 0;

  constructor(temporality: "delta" | "cumulative") {
    this.#isDelta = temporality === "delta";
  }

  /** Buckets of the point that is added next. */
  offer(offer: Offer): void {
    this.#offered = offer;
  }

  inserted(row: number): void {
    if (this.#offered === undefined) return;
    const { buckets, min, max, count } = this.#offered;
    const sent = buckets && sharedLayout(buckets, this.#states.at(-1)?.sent);
    insert(this.#states, row, { sent, offset: undefined, total: undefined, section: 0 });
    insert(this.#mins, row, count === 0 ? Number.POSITIVE_INFINITY : (min ?? Number.NaN));
    insert(this.#maxs, row, count === 0 ? Number.NEGATIVE_INFINITY : (max ?? Number.NaN));
    this.#offered = undefined;
  }

  falls(row: number, basis: number): boolean {
    const sent = this.#states[row]?.sent;
    const before = this.#states[basis]?.sent;
    return sent !== undefined && before !== undefined && anyFalls(sent, before);
  }

  derive(row: number, basis: number): void {
    const state = this.#states[row];
    if (state === undefined) return;
    const previous = row === 0 ? this.#before : this.#states[row - 1];
    if (state.sent === undefined) state.offset = previous?.offset;
    else if (this.#isDelta) this.#continue(state, state.sent, previous);
    else if (basis >= 0 && basis === row - 1) state.offset = previous?.offset;
    else state.offset = offsetFrom(totalOf(previous), basis === FROM_ITSELF ? state.sent : this.#states[basis]?.sent);
  }

  /** Adds a delta to those before it, or begins a section. */
  #continue(state: State, sent: Buckets, previous: State | undefined): void {
    const before = previous?.total;
    const continues = before !== undefined && isAdditive(before, sent);
    state.total = continues ? addBuckets(before, sent) : sent;
    state.section = continues ? (previous?.section ?? 0) : (this.#sections += 1);
  }

  dropped(rows: number): void {
    this.#before = this.#states[rows - 1];
    for (const column of [this.#states, this.#mins, this.#maxs]) {
      if (rows === 1) column.shift();
      else column.splice(0, rows);
    }
  }

  over({ before, last }: RowRange): Buckets | undefined {
    const end = this.#states[last];
    const start = before < 0 ? this.#before : this.#states[before];
    if (!hasBuckets(end)) return undefined;
    if (!this.#isDelta) return grownBetween(start, end);
    return this.#isOneSection(start, end) ? grownBetween(start, end) : this.#sumOver(before, last);
  }

  #isOneSection(start: State | undefined, end: State): boolean {
    return (start ?? this.#states[0])?.section === end.section;
  }

  #sumOver(before: number, last: number): Buckets | undefined {
    const sent: Buckets[] = [];
    for (let row = before + 1; row <= last; row += 1) {
      const buckets = this.#states[row]?.sent;
      if (buckets !== undefined) sent.push(buckets);
    }
    if (last > before) return sumBuckets(sent);
    const newest = this.#states[last]?.sent;
    return newest && zeroLike(newest);
  }

  /** Of a cumulative one those since its start: wider than those of the window, never narrower. */
  extremesOver({ before, last }: RowRange): Extremes {
    if (last <= before) return EMPTY;
    const isOneRun = !this.#isDelta && before >= 0 && this.#states[before]?.offset === this.#states[last]?.offset;
    const first = isOneRun ? last : before + 1;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let row = first; row <= last; row += 1) {
      min = Math.min(min, this.#mins[row] ?? Number.NaN);
      max = Math.max(max, this.#maxs[row] ?? Number.NaN);
    }
    return min > max ? EMPTY : { min, max };
  }
}

function insert<T>(column: T[], row: number, value: T): void {
  if (row === column.length) column.push(value);
  else column.splice(row, 0, value);
}

function hasBuckets(state: State | undefined): state is Told {
  return state?.sent !== undefined;
}

/** What was added from one row to another; all that there is where there is no earlier one. */
function grownBetween(start: State | undefined, end: Told): Buckets | undefined {
  if (start === undefined) return clampBuckets(totalOf(end) ?? end.sent);
  if (start.sent === undefined) return undefined;
  if (end.total === undefined && end.offset === start.offset) return grownBuckets(end.sent, start.sent);
  return grownBuckets(totalOf(end) ?? end.sent, totalOf(start) ?? start.sent);
}

function totalOf(state: State | undefined): Buckets | undefined {
  if (state?.total !== undefined) return state.total;
  if (state?.sent === undefined) return state?.offset;
  return state.offset === undefined ? state.sent : addBuckets(state.sent, state.offset);
}

/** `FROM_ZERO` has no row to take away. */
function offsetFrom(total: Buckets | undefined, taken: Buckets | undefined): Buckets | undefined {
  if (taken === undefined) return total;
  return subtractBuckets(total ?? zeroLike(taken), taken);
}
