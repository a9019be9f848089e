import type { TrackerClock } from "@jobscope/tracker";

/** A silence of our own that is longer than this counts as "could not receive", milliseconds. Leases are 35 s or more. */
export const RECEPTION_GAP_MS = 5_000;

/**
 * Notices that this process could not receive for a while: it was blocked or starved (the monotonic clock jumped
 * between two looks), the host was suspended (the wall clock ran ahead of the monotonic one, which stands still then),
 * or the thread that receives gave no sign of life.
 */
export class ReceptionWatch {
  readonly #clock: TrackerClock;
  #lookMs: number;
  #pulseMs: number;
  /** Wall clock minus monotonic clock. */
  #driftMs: number;

  constructor(clock: TrackerClock) {
    this.#clock = clock;
    this.#lookMs = clock.monotonicMs();
    this.#pulseMs = this.#lookMs;
    this.#driftMs = clock.nowMs() - this.#lookMs;
  }

  /** The receiving thread lives. */
  pulse(): void {
    this.#pulseMs = this.#clock.monotonicMs();
  }

  /** True if nothing could be received for a while before now. Look before anything is judged. */
  interrupted(): boolean {
    const nowMs = this.#clock.monotonicMs();
    const driftMs = this.#clock.nowMs() - nowMs;
    const blocked = nowMs - this.#lookMs > RECEPTION_GAP_MS;
    const suspended = driftMs - this.#driftMs > RECEPTION_GAP_MS;
    const unheard = nowMs - this.#pulseMs > RECEPTION_GAP_MS;
    this.#lookMs = nowMs;
    this.#driftMs = driftMs;
    return blocked || suspended || unheard;
  }
}
