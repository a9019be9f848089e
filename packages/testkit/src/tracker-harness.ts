import type { JobHealth, Notice, ProcessIdentity, Run, Slot, Tracker, TrackerInput } from "@jobscope/tracker";
import { createTracker } from "@jobscope/tracker";

import { ChangeStore } from "./change-store.ts";
import type { SimulatedProcess } from "./simulated-process.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A tracker with its store and clock, and processes that report to it. */
export class TrackerHarness {
  readonly clock: VirtualClock;
  readonly store: ChangeStore = new ChangeStore();
  readonly processes: Set<SimulatedProcess> = new Set();
  readonly #isProcessAlive: ((process: ProcessIdentity) => boolean | undefined) | undefined;
  tracker: Tracker;
  /** Collects what is sent while the way is closed. */
  stalled: TrackerInput[] | undefined;

  constructor(
    isProcessAlive?: (process: ProcessIdentity) => boolean | undefined,
    clock: VirtualClock = new VirtualClock(),
  ) {
    this.clock = clock;
    this.#isProcessAlive = isProcessAlive;
    this.tracker = this.#create();
  }

  #create(): Tracker {
    const { clock, store } = this;
    const isProcessAlive = this.#isProcessAlive;
    return createTracker({
      clock,
      archive: store,
      snapshot: store.snapshot(),
      ...(isProcessAlive && { isProcessAlive }),
    });
  }

  /** The monitor stops and starts again, with what its store holds. */
  restart(): void {
    this.tracker = this.#create();
    this.store.apply(this.tracker.tick());
  }

  send(inputs: readonly TrackerInput[]): void {
    if (this.stalled !== undefined) {
      this.stalled.push(...inputs);
      return;
    }
    this.store.apply(this.tracker.accept(inputs));
    this.store.apply(this.tracker.tick());
  }

  deliver(): void {
    const waiting = this.stalled ?? [];
    this.stalled = undefined;
    for (const input of waiting) this.send([input]);
  }

  boot(process: SimulatedProcess): SimulatedProcess {
    this.processes.add(process);
    this.send(process.boot());
    return process;
  }

  kill(process: SimulatedProcess): void {
    this.processes.delete(process);
  }

  stop(process: SimulatedProcess): void {
    this.processes.delete(process);
    this.send([process.source.stop()]);
  }

  /** Lets time pass, second by second, for everybody; `watching: false` leaves the monitor's timers alone. */
  pass(ms: number, watching = true): void {
    for (let second = 0; second < ms; second += 1000) {
      this.clock.advance(1000);
      for (const process of this.processes) {
        const events = process.step();
        if (events.length > 0) this.send(events);
      }
      if (watching && this.tracker.nextDeadline() === 0) this.store.apply(this.tracker.tick());
    }
  }

  slots(state?: Slot["state"]): readonly Slot[] {
    const all = [...this.store.slots.values()].toSorted((a, b) => a.instantMs - b.instantMs);
    return state === undefined ? all : all.filter((slot) => slot.state === state);
  }

  runs(state?: Run["state"]): readonly Run[] {
    const all = [...this.store.runs.values()];
    return state === undefined ? all : all.filter((run) => run.state === state);
  }

  health(jobName: string): JobHealth | undefined {
    return [...this.store.jobs.values()].find(({ name }) => name === jobName)?.health;
  }

  notices(kind?: Notice["kind"]): readonly Notice[] {
    return kind === undefined ? this.store.notices : this.store.notices.filter((notice) => notice.kind === kind);
  }

  /** Slots that were told to be missed at any moment. */
  everMissed(): readonly Slot[] {
    return this.store.history.flatMap((change) =>
      change.kind === "slot" && change.slot.state === "missed" ? [change.slot] : [],
    );
  }

  /** Runs that were told to be lost at any moment. */
  everLost(): readonly Run[] {
    return this.store.history.flatMap((change) =>
      change.kind === "run" && change.run.lostCause !== undefined ? [change.run] : [],
    );
  }
}
