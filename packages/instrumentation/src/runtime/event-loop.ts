import { monitorEventLoopDelay } from "node:perf_hooks";

import { monotonicMs } from "../record/real-clock.ts";

const RESOLUTION_MS = 20;

/** Reads the seconds of the longest block since its own last reading. */
export type BlockReader = () => number;

/** Blocks of the event loop, measured once for all who report them. */
export class EventLoop {
  /** Measured by the loop's own timer in native code; its clock stands still while the machine is suspended. */
  readonly #delay: ReturnType<typeof monitorEventLoopDelay> = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  readonly #longest: number[] = [];

  start(): void {
    this.#delay.enable();
  }

  stop(): void {
    this.#delay.disable();
  }

  /**
   * For a report that is due every `intervalMs`. It may run before the loop's own measurement, in the same pass over the
   * timers that follows a block; then how late it is tells of the block.
   */
  reader(intervalMs: number): BlockReader {
    const own = this.#longest.push(0) - 1;
    let lastMs = monotonicMs();
    return () => {
      const nowMs = monotonicMs();
      const lateMs = nowMs - lastMs - intervalMs;
      lastMs = nowMs;
      const measured = this.#delay.max / 1e9 - RESOLUTION_MS / 1000;
      this.#delay.reset();
      for (const [reader, longest] of this.#longest.entries()) this.#longest[reader] = Math.max(longest, measured);
      const longest = this.#longest[own] ?? 0;
      this.#longest[own] = 0;
      return Math.max(longest, lateMs / 1000, 0);
    };
  }
}
