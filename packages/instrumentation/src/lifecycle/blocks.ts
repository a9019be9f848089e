import type { JobSlotMissedCause } from "@jobscope/semconv";

/** A stretch of wall-clock time in which no timer of this process could fire. */
interface Block {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cause: Extract<JobSlotMissedCause, "blocked_loop" | "suspended">;
}

export interface Reading {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** A tick this much later than due is a block; a busy process is late by less. */
const TOLERANCE_MS = 400;
/** The monotonic clock stands still in suspension, the wall clock does not; a clock step of less is no suspension. */
const SUSPENSION_MS = 2000;
const KEPT = 100;

/** Knows why no timer fired, from the readings of two clocks at regular ticks. */
export class Blocks {
  readonly #intervalMs: number;
  #last: Reading | undefined;
  #blocks: Block[] = [];

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** True where this tick came late: the scheduler's own late timers may still be about to fire. */
  tick(now: Reading): boolean {
    const last = this.#last;
    this.#last = now;
    if (last === undefined) return false;
    const monotonic = now.monotonicMs - last.monotonicMs;
    const wall = now.wallMs - last.wallMs;
    const suspended = wall - monotonic > SUSPENSION_MS;
    if (!suspended && monotonic - this.#intervalMs < TOLERANCE_MS) return false;
    this.#blocks.push({ fromMs: last.wallMs, toMs: now.wallMs, cause: suspended ? "suspended" : "blocked_loop" });
    if (this.#blocks.length > KEPT) this.#blocks.shift();
    return true;
  }

  causeAt(fromMs: number, toMs: number): JobSlotMissedCause {
    return this.#blocks.findLast((block) => block.fromMs <= toMs && block.toMs >= fromMs)?.cause ?? "no_start";
  }
}
