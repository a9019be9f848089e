import { withoutActiveSpan } from "../propagate/root.ts";
import { guarded } from "../record/guard.ts";
import { every, monotonicMs, nextTurn, wallMs } from "../record/real-clock.ts";
import { schedulers } from "../record/schedulers.ts";
import { shared } from "../record/shared.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { Blocks } from "./blocks.ts";
import type { ScheduleWatch } from "./schedule-watch.ts";

const TICK_MS = 1000;

/**
 * Minds all schedules of the process with one timer: declares them, tops up their next instants, notices what passed.
 * Libraries are asked one per turn of the event loop, because each answer may take milliseconds.
 */
class Minder {
  readonly #watches = new Set<ScheduleWatch>();
  readonly #queue = new Set<ScheduleWatch>();
  readonly #blocks = new Blocks(TICK_MS);
  #ticking = false;
  #draining = false;

  add(watch: ScheduleWatch): void {
    this.#watches.add(watch);
    schedulers.jobs.add(watch);
    if (!this.#ticking) this.#startTicking();
    this.ask(watch);
  }

  #startTicking(): void {
    this.#ticking = true;
    withoutActiveSpan(() => every(TICK_MS, () => guarded("minding the schedules", () => this.#tick())));
  }

  remove(watch: ScheduleWatch): void {
    this.#watches.delete(watch);
    schedulers.jobs.delete(watch);
    this.#queue.delete(watch);
  }

  /** Asks the library soon, in a turn of its own. */
  ask(watch: ScheduleWatch): void {
    this.#queue.add(watch);
    if (this.#draining) return;
    this.#draining = true;
    withoutActiveSpan(() => nextTurn(() => this.#drain()));
  }

  /** Declares everything that waits, at once: an SDK was just started, or the process ends. */
  declareNow(): void {
    if (!currentTelemetry().enabled) return;
    for (const watch of this.#watches) guarded("declaring a job", () => watch.refresh(this.#blocks));
    this.#queue.clear();
  }

  #drain(): void {
    const [watch] = this.#queue;
    if (watch === undefined || !currentTelemetry().enabled) {
      // Without an SDK nothing is asked; the tick finds what is due once there is one.
      this.#queue.clear();
      this.#draining = false;
      return;
    }
    this.#queue.delete(watch);
    guarded("declaring a job", () => watch.refresh(this.#blocks));
    nextTurn(() => this.#drain());
  }

  #tick(): void {
    const now = { wallMs: wallMs(), monotonicMs: monotonicMs() };
    // After a late tick the libraries' own late timers come first: they may still meet their slots.
    const late = this.#blocks.tick(now);
    if (late || !currentTelemetry().enabled) return;
    for (const watch of this.#watches) {
      watch.judge(now.wallMs, this.#blocks);
      if (watch.due(now.wallMs)) this.ask(watch);
    }
  }
}

export const minder: Minder = shared("minder", () => new Minder());
