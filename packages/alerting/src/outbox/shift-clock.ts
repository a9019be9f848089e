import type { OutboxBook } from "./book.ts";

/** Smaller steps back are common where a clock is kept by NTP, and cost nothing worth mending. */
const TOLERATED_MS = 1_000;

/**
 * The clock was set back: what was to be done in ten minutes is to be done in ten minutes still, not after the jump as
 * well. After a restart the last use of each channel tells how far it was ahead, at least.
 */
export function shiftClock(book: OutboxBook, backMs: number): void {
  if (backMs <= TOLERATED_MS) return;
  const earlier = (ms: number): number => (ms === 0 ? 0 : ms - backMs);
  for (const queue of book.queues.values()) {
    const { state } = queue;
    queue.leaseMs = earlier(queue.leaseMs);
    book.setState(queue, {
      ...state,
      retryAtMs: earlier(state.retryAtMs),
      refilledMs: Math.min(state.refilledMs, book.nowMs),
      ...(state.digestUntilMs === undefined ? {} : { digestUntilMs: earlier(state.digestUntilMs) }),
    });
    for (const row of queue.rows()) {
      const shifted = { ...row, nextAttemptMs: row.nextAttemptMs - backMs, deadlineMs: row.deadlineMs - backMs };
      queue.put(shifted);
      book.write(shifted);
    }
    if (queue.sending !== undefined) {
      queue.sending = { ...queue.sending, deadlineMs: queue.sending.deadlineMs - backMs };
      book.write(queue.sending);
    }
  }
}

/** Until when the clock had been seen to go before the restart. */
export function lastSeenMs(book: OutboxBook): number {
  return Math.max(0, ...[...book.queues.values()].map((queue) => queue.state.refilledMs));
}
