import type { WindowCount } from "../../model/series.ts";
import { type Basis, basisOf, type Beginnings, FROM_ITSELF, FROM_ZERO } from "./basis.ts";
import { COUNTER_WIDTH, COVERED, START, SUM, SUM_TOTAL, SUMMED_WIDTH, TOTAL, VALUE } from "./counter-rows.ts";
import type { Tally } from "./tally.ts";
import { TimedRows } from "./timed-rows.ts";

/** Delta intervals may overlap by this much: clocks are read twice. */
const DELTA_SLACK_MS = 1;

export interface CounterPoint {
  readonly timeMs: number;
  readonly startMs: number;
  readonly value: number;
  readonly sum: number;
}

/** Buckets that are kept beside the rows. */
export interface Attached {
  inserted(row: number): void;
  /** Whether a bucket of the row holds less than in the row it would continue. */
  falls(row: number, basis: number): boolean;
  /** The row continues `basis`: called for it and for all behind it whenever a row is inserted. */
  derive(row: number, basis: number): void;
  dropped(rows: number): void;
}

/** One object for all streams of a metric that begin alike: there may be a million of them. */
export interface CounterOptions {
  readonly temporality: "delta" | "cumulative";
  readonly isMonotonic: boolean;
  readonly hasSum: boolean;
  readonly beginnings: Beginnings;
  readonly tally: Tally;
}

interface Totals {
  readonly total: number;
  readonly covered: number;
  readonly sum: number;
}

/** One for all streams that have dropped nothing yet. */
const NO_TOTALS: Totals = { total: 0, covered: 0, sum: 0 };

/** A sum, or the count of a histogram, as increments, whatever its temporality. Never negative if it is monotonic. */
export class CounterTrack {
  readonly rows: TimedRows;
  readonly #options: CounterOptions;
  readonly #attached: Attached | undefined;
  /** Totals before the first row that is left. */
  #before: Totals = NO_TOTALS;
  #trimmed = false;

  constructor(options: CounterOptions, attached?: Attached) {
    this.#options = options;
    this.#attached = attached;
    this.rows = new TimedRows(options.hasSum ? SUMMED_WIDTH : COUNTER_WIDTH);
  }

  get lastGapMs(): number {
    const { rows } = this;
    return rows.length < 2 ? 0 : rows.timeAt(rows.length - 1) - rows.timeAt(rows.length - 2);
  }

  /** False: it is not kept; why is counted. */
  add(point: CounterPoint): boolean {
    const { rows } = this;
    const { tally } = this.#options;
    const row = rows.placeOf(point.timeMs);
    if (row === 0 && this.#trimmed) {
      tally.tooOld += 1;
      return false;
    }
    if (this.#refuses(point, row)) return false;
    rows.insert(row, point.timeMs);
    rows.set(row, START, point.startMs);
    rows.set(row, VALUE, point.value);
    if (this.#options.hasSum) rows.set(row, SUM, point.sum);
    this.#attached?.inserted(row);
    this.#derive(row, true);
    for (let later = row + 1; later < rows.length; later += 1) this.#derive(later, false);
    return true;
  }

  #refuses(point: CounterPoint, row: number): boolean {
    const { rows } = this;
    const { tally, temporality } = this.#options;
    if (row > 0 && rows.timeAt(row - 1) === point.timeMs) {
      const same = rows.get(row - 1, START) === point.startMs && rows.get(row - 1, VALUE) === point.value;
      if (same) tally.duplicates += 1;
      else tally.overlaps += 1;
      return true;
    }
    if (temporality === "cumulative" || !this.#overlaps(point, row)) return false;
    tally.overlaps += 1;
    return true;
  }

  #overlaps({ startMs, timeMs }: CounterPoint, row: number): boolean {
    const { rows } = this;
    const known = startMs > 0 && startMs <= timeMs;
    if (row > 0 && known && rows.timeAt(row - 1) - startMs > DELTA_SLACK_MS) return true;
    if (row >= rows.length) return false;
    const nextStart = rows.get(row, START);
    return nextStart > 0 && nextStart <= rows.timeAt(row) && timeMs - nextStart > DELTA_SLACK_MS;
  }

  /** Writes the totals of a row from those of the row before it. */
  #derive(row: number, isNew: boolean): void {
    const basis = this.#options.temporality === "delta" ? FROM_ZERO : this.#basis(row, isNew);
    const { rows } = this;
    rows.set(row, TOTAL, this.#totalBefore(row) + this.#increment(row, VALUE, basis));
    rows.set(row, COVERED, this.#coveredBefore(row) + this.#coveredBy(row, basis));
    if (this.#options.hasSum) rows.set(row, SUM_TOTAL, this.#sumBefore(row) + this.#increment(row, SUM, basis));
    this.#attached?.derive(row, basis);
  }

  #basis(row: number, isNew: boolean): number {
    const { tally, beginnings } = this.#options;
    const found: Basis = basisOf(this.rows, row, beginnings);
    const basis = found.row >= 0 && this.#falls(row, found.row) ? FROM_ZERO : found.row;
    if (isNew && found.overlap) tally.overlaps += 1;
    else if (isNew && row > 0 && basis === FROM_ZERO) tally.resets += 1;
    return basis;
  }

  /** A reset that its sender did not tell. */
  #falls(row: number, basis: number): boolean {
    return this.rows.get(row, VALUE) < this.rows.get(basis, VALUE) || this.#attached?.falls(row, basis) === true;
  }

  #increment(row: number, column: number, basis: number): number {
    if (basis === FROM_ITSELF) return 0;
    const value = this.rows.get(row, column);
    return basis === FROM_ZERO ? value : value - this.rows.get(basis, column);
  }

  #coveredBy(row: number, basis: number): number {
    if (basis === FROM_ITSELF) return 0;
    const time = this.rows.timeAt(row);
    const start = this.rows.get(row, START);
    const known = basis === FROM_ZERO && start > 0 && start <= time ? start : 0;
    const since = Math.max(known, row === 0 ? 0 : this.rows.timeAt(row - 1));
    return since === 0 ? 0 : time - since;
  }

  #totalBefore(row: number): number {
    return row <= 0 ? this.#before.total : this.rows.get(row - 1, TOTAL);
  }

  #coveredBefore(row: number): number {
    return row <= 0 ? this.#before.covered : this.rows.get(row - 1, COVERED);
  }

  #sumBefore(row: number): number {
    return row <= 0 ? this.#before.sum : this.rows.get(row - 1, SUM_TOTAL);
  }

  /** Increments up to and with a row, since the first point ever of a sum that is not monotonic. */
  totalAt(row: number): number {
    return this.#totalBefore(row + 1);
  }

  countIn(atMs: number, windowMs: number): WindowCount | undefined {
    const last = this.rows.lastUntil(atMs);
    if (last < 0) return undefined;
    const before = this.rows.before(atMs, windowMs);
    return {
      count: this.#totalBefore(last + 1) - this.#totalBefore(before + 1),
      coveredMs: this.#coveredBefore(last + 1) - this.#coveredBefore(before + 1),
      sum: this.#options.hasSum ? this.#sumBefore(last + 1) - this.#sumBefore(before + 1) : 0,
      points: last - before,
    };
  }

  /** Drops what no window can reach; the newest row that is too old stays as the baseline of the next. */
  trim(keepFromMs: number, maxRows: number): number {
    const { rows } = this;
    let drop = Math.max(0, rows.length - maxRows);
    const forced = drop;
    while (drop + 1 < rows.length && rows.timeAt(drop + 1) <= keepFromMs) drop += 1;
    if (drop === 0) return 0;
    this.#before = {
      total: rows.get(drop - 1, TOTAL),
      covered: rows.get(drop - 1, COVERED),
      sum: this.#options.hasSum ? rows.get(drop - 1, SUM_TOTAL) : 0,
    };
    this.#trimmed = true;
    this.#attached?.dropped(drop);
    if (rows.dropFirst(drop) && this.#options.isMonotonic) this.#rebase();
    return forced;
  }

  /** Totals begin at nought again now and then, so that fractions do not lose digits to a large total. */
  #rebase(): void {
    const { total, covered, sum } = this.#before;
    for (let row = 0; row < this.rows.length; row += 1) {
      this.rows.set(row, TOTAL, this.rows.get(row, TOTAL) - total);
      this.rows.set(row, COVERED, this.rows.get(row, COVERED) - covered);
      if (this.#options.hasSum) this.rows.set(row, SUM_TOTAL, this.rows.get(row, SUM_TOTAL) - sum);
    }
    this.#before = NO_TOTALS;
  }
}
