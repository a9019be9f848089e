import type { ClientRateLimitInfo, Store } from "express-rate-limit";

interface Count {
  hits: number;
  readonly resetMs: number;
}

interface BoundedStoreOptions {
  /** Senders that are counted at a time. Default 10,000. */
  readonly maxEntries?: number;
  /** Wall clock: the headers of the library go by it too. Default `Date.now`. */
  readonly nowMs?: () => number;
}

/** Senders that are counted at a time. */
const MAX_ENTRIES = 10_000;

/**
 * Counts by sender in fixed windows, in bounded memory: the store of the library itself grows with the number of senders.
 * Beyond the bound those are forgotten whose windows began first. No timers.
 */
export class BoundedStore implements Store {
  readonly localKeys = true;
  readonly #counts = new Map<string, Count>();
  readonly #windowMs: number;
  readonly #maxEntries: number;
  readonly #nowMs: () => number;

  constructor(windowMs: number, { maxEntries = MAX_ENTRIES, nowMs = Date.now }: BoundedStoreOptions = {}) {
    this.#windowMs = windowMs;
    this.#maxEntries = maxEntries;
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#counts.size;
  }

  increment(key: string): ClientRateLimitInfo {
    const nowMs = this.#nowMs();
    const found = this.#counts.get(key);
    const isOver = found === undefined || found.resetMs <= nowMs;
    const count = isOver ? this.#begin(key, nowMs) : found;
    count.hits += 1;
    return { totalHits: count.hits, resetTime: new Date(count.resetMs) };
  }

  decrement(key: string): void {
    const found = this.#counts.get(key);
    if (found !== undefined && found.hits > 0) found.hits -= 1;
  }

  resetKey(key: string): void {
    this.#counts.delete(key);
  }

  #begin(key: string, nowMs: number): Count {
    // Again at the end: a map is in the order of insertion, so the windows that began first are in front.
    this.#counts.delete(key);
    for (const [oldest, { resetMs }] of this.#counts) {
      if (resetMs > nowMs && this.#counts.size < this.#maxEntries) break;
      this.#counts.delete(oldest);
    }
    const count = { hits: 0, resetMs: nowMs + this.#windowMs };
    this.#counts.set(key, count);
    return count;
  }
}
