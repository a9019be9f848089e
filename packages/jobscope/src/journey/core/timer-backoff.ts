/** First and longest pause after deadlines could not be judged, milliseconds. */
const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** How long deadlines wait after they could not be judged: twice as long each time. By a monotonic clock. */
export class TimerBackoff {
  #retryMs = 0;
  #notBeforeMs = 0;

  /** Milliseconds until they are tried again; 0 where nothing keeps them waiting. */
  remainingMs(nowMs: number): number {
    return this.#retryMs > 0 ? Math.max(0, this.#notBeforeMs - nowMs) : 0;
  }

  failed(nowMs: number): void {
    this.#retryMs = Math.min(Math.max(this.#retryMs * 2, FIRST_MS), LONGEST_MS);
    this.#notBeforeMs = nowMs + this.#retryMs;
  }

  succeeded(): void {
    this.#retryMs = 0;
  }
}
