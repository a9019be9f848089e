import type { RunKey } from "@jobscope/tracker";

import { LIMITS } from "./limits.ts";
import { TimeLine } from "./time-line.ts";

/** Records that belong together, by run id or by trace. */
interface Belonging {
  readonly times: number[];
  /** The run failed: it counts itself, or a retry counts for it. */
  hidden: boolean;
  lastMs: number;
}

/**
 * Errors of one service: failed runs, and ERROR records that do not belong to one. Records of a run count until it is known
 * as failed; from then on the failure alone does.
 */
export class ErrorLedger {
  readonly #records = new TimeLine();
  #failures = new TimeLine();
  readonly #failedRuns = new Map<RunKey, number>();
  readonly #belongings = new Map<string, Belonging>();
  readonly #known = new Map<string, number>();

  /** `owner`: what the record belongs to, `""` where it says nothing. One that is known already counts once. */
  addRecord({
    identity,
    owner,
    atMs,
  }: {
    readonly identity: string;
    readonly owner: string;
    readonly atMs: number;
  }): void {
    if (this.#known.has(identity)) return;
    this.#known.set(identity, atMs);
    if (owner === "") {
      this.#records.add(atMs);
      return;
    }
    const belonging = this.#belongingOf(owner, atMs);
    if (belonging.times.length < LIMITS.errorsPerService) belonging.times.push(atMs);
    if (!belonging.hidden) this.#records.add(atMs);
  }

  /** The run failed. `counts`: false where a retry stands for it. */
  addFailure(failure: {
    readonly runKey: RunKey;
    readonly owners: readonly string[];
    readonly atMs: number;
    readonly counts: boolean;
  }): void {
    const { runKey, owners, atMs, counts } = failure;
    this.#forgetFailure(runKey);
    for (const owner of owners) this.#hide(this.#belongingOf(owner, atMs), true);
    if (!counts) return;
    this.#failedRuns.set(runKey, atMs);
    this.#failures.add(atMs);
  }

  /** It did not fail after all: its records count again. */
  removeFailure(runKey: RunKey, owners: readonly string[]): void {
    this.#forgetFailure(runKey);
    for (const owner of owners) {
      const belonging = this.#belongings.get(owner);
      if (belonging !== undefined) this.#hide(belonging, false);
    }
  }

  /** None of the failed runs so far counts any more. */
  dropFailures(): void {
    this.#failures = new TimeLine();
    this.#failedRuns.clear();
  }

  countIn(atMs: number, windowMs: number): { readonly records: number; readonly failures: number } {
    return { records: this.#records.countIn(atMs, windowMs), failures: this.#failures.countIn(atMs, windowMs) };
  }

  /** First and last error of the window. */
  boundsIn(
    atMs: number,
    windowMs: number,
  ): { readonly firstMs: number | undefined; readonly lastMs: number | undefined } {
    const first = [this.#records.oldestIn(atMs, windowMs), this.#failures.oldestIn(atMs, windowMs)];
    const last = [this.#records.newestIn(atMs, windowMs), this.#failures.newestIn(atMs, windowMs)];
    return { firstMs: edge(first, Math.min), lastMs: edge(last, Math.max) };
  }

  trim(untilMs: number): void {
    this.#records.trim(untilMs, LIMITS.errorsPerService);
    this.#failures.trim(untilMs, LIMITS.errorsPerService);
    forgetOld(this.#known, (atMs) => atMs <= untilMs);
    forgetOld(this.#failedRuns, (atMs) => atMs <= untilMs);
    forgetOld(this.#belongings, ({ lastMs }) => lastMs <= untilMs);
  }

  get isEmpty(): boolean {
    return this.#records.size === 0 && this.#failures.size === 0 && this.#belongings.size === 0;
  }

  #belongingOf(owner: string, atMs: number): Belonging {
    const belonging = this.#belongings.get(owner) ?? { times: [], hidden: false, lastMs: atMs };
    belonging.lastMs = Math.max(belonging.lastMs, atMs);
    // Behind all others, so that what was touched longest ago comes first.
    this.#belongings.delete(owner);
    this.#belongings.set(owner, belonging);
    return belonging;
  }

  #hide(belonging: Belonging, hidden: boolean): void {
    if (belonging.hidden === hidden) return;
    belonging.hidden = hidden;
    for (const atMs of belonging.times) {
      if (hidden) this.#records.remove(atMs);
      else this.#records.add(atMs);
    }
  }

  #forgetFailure(runKey: RunKey): void {
    const atMs = this.#failedRuns.get(runKey);
    if (atMs === undefined) return;
    this.#failedRuns.delete(runKey);
    this.#failures.remove(atMs);
  }
}

function edge(times: readonly (number | undefined)[], pick: (...values: number[]) => number): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : pick(...known);
}

/** Old ones, and the first beyond the bound; looks no further than the first that stays. */
function forgetOld<V>(known: Map<string, V>, isOld: (value: V) => boolean): void {
  for (const [key, value] of known) {
    if (!isOld(value) && known.size <= LIMITS.errorsPerService) return;
    known.delete(key);
  }
}
