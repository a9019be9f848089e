import type { Context } from "@opentelemetry/api";

import type { JobRegistration, RunStart } from "../../model/job-definition.ts";
import { KnownSlots } from "../known-slots.ts";
import { registerScheduled } from "../register-scheduled.ts";
import type { SchedulerSettings } from "../scheduler-options.ts";
import { cronerSchedule } from "./croner-schedule.ts";
import type { CronFunction, CronLike } from "./croner-types.ts";

/** What belongs to one Cron object: its one function, and what its timer is about to do. */
export class CronerTicks {
  readonly #owner: CronLike;
  readonly #job: JobRegistration;
  readonly #slots = new KnownSlots();
  #checkedAt = Date.now();
  #paused: boolean;
  #start: RunStart | undefined;

  constructor(owner: CronLike, fn: CronFunction, from: { settings: SchedulerSettings; registeredIn: Context }) {
    this.#owner = owner;
    this.#paused = owner.options.paused === true;
    this.#job = registerScheduled({ system: "croner", given: owner.name, fn, ...from });
  }

  wrap(fn: CronFunction): CronFunction {
    return this.#job.wrap(fn, () => this.#start);
  }

  scheduled(): void {
    this.#declare();
    if (this.#paused) this.#job.pause();
  }

  /** Runs `call`, in which croner calls the function because of its timer, or does not, or only arms it anew. */
  check(target: Date, call: () => void): void {
    const since = this.#checkedAt;
    this.#checkedAt = Date.now();
    const due = !this.#paused && this.#checkedAt >= target.getTime();
    // What `protect` held back leaves the library with the old target for its next ticks.
    if (due) this.#due(target.getTime() > since ? new Date(target) : this.#slots.firstDue(since, this.#checkedAt));
    try {
      call();
    } finally {
      this.#start = undefined;
    }
    if (due && this.#owner.getOnce() !== null) this.#job.declare(undefined);
  }

  #declare(): void {
    this.#job.declare(this.#slots.learnFrom(cronerSchedule(this.#owner)));
  }

  #due(scheduledTime: Date | undefined): void {
    this.#start = { trigger: "schedule", ...(scheduledTime && { scheduledTime }) };
    if (this.#owner.isBusy() && this.#owner.options.protect) this.#job.skip("overlap", scheduledTime);
  }

  /** Runs `call`, in which croner calls the function because it was asked to. */
  manual<T>(call: () => T): T {
    const before = this.#start;
    this.#start = { trigger: "manual" };
    try {
      return call();
    } finally {
      this.#start = before;
    }
  }

  paused(): void {
    if (this.#paused) return;
    this.#paused = true;
    this.#job.pause();
  }

  resumed(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#job.resume();
    this.#declare();
  }

  /** croner stops a job for good. */
  stopped(): void {
    this.#job.remove();
  }
}
