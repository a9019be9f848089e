import { START_EVENT_THRESHOLD_MS } from "@jobscope/semconv";

import { guarded } from "../record/guard.ts";
import { after, monotonicMs } from "../record/real-clock.ts";

interface Starting {
  readonly startedMonotonicMs: number;
  sendStart(): void;
}

/** A place in the queue. A run that ends takes itself out, so that the queue keeps no ended run in memory. */
export interface StartTicket {
  readonly startedMonotonicMs: number;
  run: Starting | undefined;
}

/**
 * Runs whose start event waits for the threshold, oldest first. One timer serves them all, whatever their number: the
 * delay is the same for each, so the queue is already in order of its deadlines.
 */
class StartEvents {
  #queue: StartTicket[] = [];
  #head = 0;
  #armed = false;

  add(run: Starting): StartTicket {
    const ticket: StartTicket = { startedMonotonicMs: run.startedMonotonicMs, run };
    this.#queue.push(ticket);
    if (!this.#armed) this.#arm(START_EVENT_THRESHOLD_MS);
    return ticket;
  }

  #arm(delayMs: number): void {
    this.#armed = true;
    after(delayMs, () => this.#due());
  }

  #due(): void {
    this.#armed = false;
    const now = monotonicMs();
    let next = this.#queue[this.#head];
    while (next !== undefined && now - next.startedMonotonicMs >= START_EVENT_THRESHOLD_MS) {
      const { run } = next;
      if (run !== undefined) guarded("the start event", () => run.sendStart());
      next = this.#queue[++this.#head];
    }
    if (this.#head > 1000 || next === undefined) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (next !== undefined) this.#arm(Math.max(1, START_EVENT_THRESHOLD_MS - (now - next.startedMonotonicMs)));
  }
}

export const startEvents: StartEvents = new StartEvents();
