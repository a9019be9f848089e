/** Of different windows at most this many are remembered; further ones are searched for each time. */
const MAX_HINTS = 8;
/** Dropped rows are cut off once there are this many of them, and as many as rows. */
const MIN_CUT = 16;

/**
 * Rows of numbers in order of their time, which is column 0. All in one array: a stream costs its figures and little more.
 * The start of each window asked for is remembered, so that one that moves on is found again in a step or two.
 */
export class TimedRows {
  readonly #width: number;
  readonly #cells: number[] = [];
  /** Rows that are dropped and still lie before the first one. */
  #offset = 0;
  #length = 0;
  /** Rows ever dropped: hints count from the first row ever. */
  #dropped = 0;
  /** Pairs of a window and the row before it. */
  #hints: number[] | undefined;

  constructor(width: number) {
    this.#width = width;
  }

  get length(): number {
    return this.#length;
  }

  get(row: number, column: number): number {
    return this.#cells[(this.#offset + row) * this.#width + column] ?? Number.NaN;
  }

  set(row: number, column: number, value: number): void {
    this.#cells[(this.#offset + row) * this.#width + column] = value;
  }

  timeAt(row: number): number {
    return this.#cells[(this.#offset + row) * this.#width] ?? Number.NaN;
  }

  /** Where a row of this time belongs: behind all that are not later. */
  placeOf(timeMs: number): number {
    let row = this.#length;
    while (row > 0 && this.timeAt(row - 1) > timeMs) row -= 1;
    return row;
  }

  /** Makes room for a row; its other columns are 0. */
  insert(row: number, timeMs: number): void {
    if (row === this.#length) {
      this.#cells.push(timeMs);
      for (let column = 1; column < this.#width; column += 1) this.#cells.push(0);
    } else {
      const blank = Array.from({ length: this.#width }, (_, column) => (column === 0 ? timeMs : 0));
      this.#cells.splice((this.#offset + row) * this.#width, 0, ...blank);
    }
    this.#length += 1;
  }

  /** Forgets the oldest rows. True: the array was cut, as happens once per as many drops as there are rows. */
  dropFirst(rows: number): boolean {
    this.#offset += rows;
    this.#length -= rows;
    this.#dropped += rows;
    if (this.#offset < MIN_CUT || this.#offset < this.#length) return false;
    this.#cells.splice(0, this.#offset * this.#width);
    this.#offset = 0;
    return true;
  }

  /** The newest row not later than `timeMs`, -1 where there is none. Asked for the present, as a rule. */
  lastUntil(timeMs: number): number {
    let row = this.#length - 1;
    while (row >= 0 && this.timeAt(row) > timeMs) row -= 1;
    return row;
  }

  /** The newest row that lies before the window (at − window, at], -1 where there is none. */
  before(atMs: number, windowMs: number): number {
    const limitMs = atMs - windowMs;
    const hint = this.#hintOf(windowMs);
    let row = hint === undefined ? this.#search(limitMs) : Math.max(-1, this.#hint(hint) - this.#dropped);
    row = Math.min(row, this.#length - 1);
    while (row + 1 < this.#length && this.timeAt(row + 1) <= limitMs) row += 1;
    while (row >= 0 && this.timeAt(row) > limitMs) row -= 1;
    this.#remember(hint, windowMs, row);
    return row;
  }

  #search(limitMs: number): number {
    let low = -1;
    let high = this.#length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.timeAt(middle) <= limitMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #hintOf(windowMs: number): number | undefined {
    const hints = this.#hints;
    if (hints === undefined) return undefined;
    for (let index = 0; index < hints.length; index += 2) if (hints[index] === windowMs) return index;
    return undefined;
  }

  #hint(index: number): number {
    return this.#hints?.[index + 1] ?? -1;
  }

  #remember(index: number | undefined, windowMs: number, row: number): void {
    const hints = (this.#hints ??= []);
    if (index !== undefined) hints[index + 1] = row + this.#dropped;
    else if (hints.length < 2 * MAX_HINTS) hints.push(windowMs, row + this.#dropped);
  }
}
