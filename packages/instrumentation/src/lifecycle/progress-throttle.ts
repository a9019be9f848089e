import type { Timer } from "../record/real-clock.ts";
import { after, cancel, monotonicMs } from "../record/real-clock.ts";

export interface ProgressReport {
  readonly fraction: number;
  readonly message: string | undefined;
}

const MIN_INTERVAL_MS = 100;

/** A loop may report a million times; ten a second are sent, and the newest always is. */
export class ProgressThrottle {
  readonly #send: (report: ProgressReport) => void;
  #waiting: ProgressReport | undefined;
  #timer: Timer | undefined;
  #lastMs = Number.NEGATIVE_INFINITY;

  constructor(send: (report: ProgressReport) => void) {
    this.#send = send;
  }

  report(report: ProgressReport): void {
    const sinceMs = monotonicMs() - this.#lastMs;
    this.#waiting = report;
    if (sinceMs >= MIN_INTERVAL_MS) this.flush();
    else this.#timer ??= after(MIN_INTERVAL_MS - sinceMs, () => this.flush());
  }

  flush(): void {
    cancel(this.#timer);
    this.#timer = undefined;
    const report = this.#waiting;
    if (report === undefined) return;
    this.#waiting = undefined;
    this.#lastMs = monotonicMs();
    this.#send(report);
  }
}
