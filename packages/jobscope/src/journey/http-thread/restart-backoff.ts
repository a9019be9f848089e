/** Pauses between restarts of a worker that died: doubling, and back to the first once it lived long enough. */
export const RESTART_PAUSE_MS = { first: 100, longest: 30_000, forgetAfter: 60_000 } as const;

export class RestartBackoff {
  #pauseMs = 0;
  #startedMs = 0;

  /** A worker began to work. */
  started(nowMs: number): void {
    this.#startedMs = nowMs;
  }

  /** A worker died, or did not start: how long to wait before the next, milliseconds. */
  died(nowMs: number): number {
    const lived = this.#startedMs > 0 && nowMs - this.#startedMs >= RESTART_PAUSE_MS.forgetAfter;
    this.#pauseMs = lived
      ? RESTART_PAUSE_MS.first
      : Math.min(Math.max(this.#pauseMs * 2, RESTART_PAUSE_MS.first), RESTART_PAUSE_MS.longest);
    this.#startedMs = 0;
    return this.#pauseMs;
  }
}
