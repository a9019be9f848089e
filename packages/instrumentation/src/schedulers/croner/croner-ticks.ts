import type { Context } from "@opentelemetry/api";

import type { JobRegistration, RunStart } from "../../model/job-definition.ts";
import { registerScheduled } from "../register-scheduled.ts";
import type { SchedulerSettings } from "../scheduler-options.ts";
import { cronerSchedule } from "./croner-schedule.ts";
import type { CronFunction, CronLike } from "./croner-types.ts";

/** What belongs to one Cron object: its one function, and what its timer is about to do. */
export class CronerTicks {
  readonly #owner: CronLike;
  readonly #job: JobRegistration;
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
    this.#job.declare(cronerSchedule(this.#owner));
    if (this.#paused) this.#job.pause();
  }

  /** Runs `call`, in which croner calls the function because of its timer, or does not, or only arms it anew. */
  check(target: Date, call: () => void): void {
    const due = !this.#paused && Date.now() >= target.getTime();
    if (due) this.#due(new Date(target));
    try {
      call();
    } finally {
      this.#start = undefined;
    }
    if (due && this.#owner.getOnce() !== null) this.#job.declare(undefined);
  }

  #due(scheduledTime: Date): void {
    this.#start = { trigger: "schedule", scheduledTime };
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
    this.#job.declare(cronerSchedule(this.#owner));
  }

  /** croner stops a job for good. */
  stopped(): void {
    this.#job.remove();
  }
}
