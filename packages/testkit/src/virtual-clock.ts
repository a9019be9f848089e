/** Both clocks of a machine under test: the wall clock may be set, the monotonic one only advances. */
export class VirtualClock {
  #wallMs: number;
  #monotonicMs = 1_000_000;

  constructor(startMs: number = Date.UTC(2026, 10, 23, 12, 0, 0)) {
    this.#wallMs = startMs;
  }

  nowMs(): number {
    return this.#wallMs;
  }

  monotonicMs(): number {
    return this.#monotonicMs;
  }

  advance(ms: number): void {
    this.#wallMs += ms;
    this.#monotonicMs += ms;
  }

  /** Steps the wall clock, as NTP or an operator does; time does not pass. */
  step(ms: number): void {
    this.#wallMs += ms;
  }
}
