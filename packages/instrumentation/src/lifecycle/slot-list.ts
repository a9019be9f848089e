const MINUTE_MS = 60_000;
/** An explicit slot time and a declared one are the same slot within this. */
const SAME_SLOT_MS = 500;

export interface SlotMargins {
  /** Milliseconds; default 60 s, or half the period if less. */
  readonly startMs?: number;
  /** Milliseconds; default 60 s, or a quarter of the period if less. */
  readonly earlyMs?: number;
}

/** The declared instants of one schedule that nothing has met yet, ascending. */
export class SlotList {
  readonly #margins: SlotMargins;
  #open: number[] = [];
  #periodMs = Number.POSITIVE_INFINITY;
  #lastMs = 0;

  constructor(margins: SlotMargins) {
    this.#margins = margins;
  }

  /** The shortest time between two declared instants. */
  get periodMs(): number {
    return this.#periodMs;
  }

  /** The furthest instant ever declared; 0 before the first. */
  get lastMs(): number {
    return this.#lastMs;
  }

  upcoming(nowMs: number): readonly number[] {
    return this.#open.filter((slot) => slot > nowMs);
  }

  /** Takes new instants; those that are known already, or were met already, are not opened again. */
  extend(instants: readonly number[]): void {
    for (const instant of instants) {
      if (instant > this.#lastMs) {
        this.#open.push(instant);
        this.#lastMs = instant;
      }
    }
    for (let i = 1; i < instants.length; i++) {
      const gap = (instants[i] ?? 0) - (instants[i - 1] ?? 0);
      if (gap > 0 && gap < this.#periodMs) this.#periodMs = gap;
    }
  }

  /** Forgets the instants that no longer hold: paused, removed, another schedule. */
  clear(): void {
    this.#open = [];
    this.#lastMs = 0;
    this.#periodMs = Number.POSITIVE_INFINITY;
  }

  /** A start, or a skip, at `atMs`: meets the slot that it names, else the nearest one that it is on time for. */
  meet(atMs: number, namedMs: number | undefined): void {
    const distance = (slot: number): number => Math.abs(slot - (namedMs ?? atMs));
    const fits = (slot: number): boolean =>
      namedMs === undefined
        ? atMs >= slot - this.#earlyMs() && atMs <= slot + this.#startMs()
        : distance(slot) <= SAME_SLOT_MS;
    let best: number | undefined;
    for (const slot of this.#open)
      if (fits(slot) && (best === undefined || distance(slot) < distance(best))) best = slot;
    if (best !== undefined) this.#open.splice(this.#open.indexOf(best), 1);
  }

  /** The library itself told what became of the slots from `fromMs` to `toMs`, declared or not. */
  told(fromMs: number, toMs: number): void {
    this.#open = this.#open.filter((slot) => slot < fromMs - SAME_SLOT_MS || slot > toMs + SAME_SLOT_MS);
    this.#lastMs = Math.max(this.#lastMs, toMs);
  }

  /** Takes out the slots whose start margin has passed. */
  overdue(nowMs: number): readonly number[] {
    const marginMs = this.#startMs();
    const count = this.#open.findIndex((slot) => slot + marginMs >= nowMs);
    return this.#open.splice(0, count === -1 ? this.#open.length : count);
  }

  #startMs(): number {
    return this.#margins.startMs ?? Math.min(MINUTE_MS, this.#periodMs / 2);
  }

  #earlyMs(): number {
    return this.#margins.earlyMs ?? Math.min(MINUTE_MS, this.#periodMs / 4);
  }
}
