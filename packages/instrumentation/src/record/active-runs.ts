import type { Job } from "../model/job.ts";
import { shared } from "./shared.ts";

/** A run as others than itself may use it. */
export interface ActiveRun extends Job {
  readonly startMs: number;
  readonly startedMonotonicMs: number;
  sendStart(): void;
  /** `reason` becomes the error type: a signal, an abort. */
  cancel(reason: string): void;
  /** The process ends under it: the platform failed the run, not its own code. */
  abandon(reason: string): void;
}

/** A run's place among the active ones. */
export interface Place {
  readonly run: ActiveRun;
  previous: Place | undefined;
  next: Place | undefined;
}

/**
 * The runs that are running in this process, oldest first. A linked list: a set would hash every run twice, and a queue
 * would keep ended runs in memory until their turn.
 */
class ActiveRuns implements Iterable<ActiveRun> {
  #oldest: Place | undefined;
  #newest: Place | undefined;
  /** The oldest run whose start was not announced; all newer ones were not either. */
  #unannounced: Place | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get unannounced(): ActiveRun | undefined {
    return this.#unannounced?.run;
  }

  add(run: ActiveRun): Place {
    const place: Place = { run, previous: this.#newest, next: undefined };
    if (this.#newest === undefined) this.#oldest = place;
    else this.#newest.next = place;
    this.#newest = place;
    this.#unannounced ??= place;
    this.#size++;
    return place;
  }

  /** Once per place. */
  remove(place: Place): void {
    const { previous, next } = place;
    if (previous === undefined) this.#oldest = next;
    else previous.next = next;
    if (next === undefined) this.#newest = previous;
    else next.previous = previous;
    if (this.#unannounced === place) this.#unannounced = next;
    this.#size--;
    // A place that somebody still holds must not hold the runs that were beside it.
    place.previous = undefined;
    place.next = undefined;
  }

  /** Moves on to the next run. */
  announced(): void {
    this.#unannounced = this.#unannounced?.next;
  }

  /** The runs of this moment: what the caller does with one may end others. */
  [Symbol.iterator](): Iterator<ActiveRun> {
    const runs: ActiveRun[] = [];
    for (let place = this.#oldest; place !== undefined; place = place.next) runs.push(place.run);
    return runs.values();
  }
}

export const activeRuns: ActiveRuns = shared("active-runs", () => new ActiveRuns());
