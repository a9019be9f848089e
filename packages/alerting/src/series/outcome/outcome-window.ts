import type { RunKey } from "@jobscope/tracker";

import { LIMITS } from "./limits.ts";
import { TimeLine } from "./time-line.ts";

export interface OutcomeCount {
  readonly runs: number;
  readonly failed: number;
  readonly lastFailureMs: number | undefined;
}

/**
 * How the runs of one job ended within the longest window a rule looks at, by the time of their ends. Failures are known by
 * name, for they are what is taken back: by a retry, or by a lost run that is heard of again.
 */
export class OutcomeWindow {
  readonly #good = new TimeLine();
  readonly #bad = new TimeLine();
  readonly #failures = new Map<RunKey, number>();

  addGood(atMs: number): void {
    this.#good.add(atMs);
  }

  removeGood(atMs: number): void {
    this.#good.remove(atMs);
  }

  addBad(runKey: RunKey, atMs: number): void {
    this.removeBad(runKey);
    this.#failures.set(runKey, atMs);
    this.#bad.add(atMs);
  }

  removeBad(runKey: RunKey): void {
    const atMs = this.#failures.get(runKey);
    if (atMs === undefined) return;
    this.#failures.delete(runKey);
    this.#bad.remove(atMs);
  }

  countIn(atMs: number, windowMs: number): OutcomeCount {
    const failed = this.#bad.countIn(atMs, windowMs);
    return {
      runs: this.#good.countIn(atMs, windowMs) + failed,
      failed,
      lastFailureMs: this.#bad.newestIn(atMs, windowMs),
    };
  }

  trim(untilMs: number): void {
    this.#good.trim(untilMs, LIMITS.outcomesPerJob);
    this.#bad.trim(untilMs, LIMITS.outcomesPerJob);
    for (const [runKey, atMs] of this.#failures) {
      if (atMs > untilMs && this.#failures.size <= LIMITS.outcomesPerJob) return;
      this.#failures.delete(runKey);
    }
  }
}
