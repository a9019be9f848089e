import type { Context } from "@opentelemetry/api";
import { context } from "@opentelemetry/api";

import type { JobRegistration, RunStart } from "../../model/job-definition.ts";
import { KnownSlots } from "../known-slots.ts";
import { registerScheduled } from "../register-scheduled.ts";
import type { SchedulerSettings } from "../scheduler-options.ts";
import { observeCommand } from "./command.ts";
import { cronSchedule } from "./cron-schedule.ts";
import type { Callback, CronJobLike } from "./cron-types.ts";

/** What is known while a CronJob is being constructed, before there is an object to hang it on. */
export interface Construction {
  /** `onTick` is a shell command; the library makes the function. */
  readonly command: boolean;
  readonly registeredIn: Context;
}

/** A name that comes from `{ onTick: () => … }` says nothing, and would be the same for all jobs. */
const MEANINGLESS_NAME = "onTick";

/**
 * What belongs to one CronJob. Each callback is a job of its own under the same schedule: they fail separately, and
 * after one that throws the library does not call the next.
 */
export class CronTicks {
  readonly #owner: CronJobLike;
  readonly #settings: SchedulerSettings;
  readonly #jobs: JobRegistration[] = [];
  readonly #slots = new KnownSlots();
  #construction: Construction | undefined;
  #active = false;
  #stopped = false;
  #retiming = false;
  #arming = false;
  #armedAt = 0;
  #previouslyArmedAt = 0;
  #lastExecution: Date | null = null;
  #start: RunStart = {};

  constructor(owner: CronJobLike, settings: SchedulerSettings, construction: Construction | undefined) {
    this.#owner = owner;
    this.#settings = settings;
    this.#construction = construction;
  }

  wrap(callback: Callback): Callback {
    const first = this.#jobs.length === 0;
    const command = first && this.#construction?.command === true;
    const job = registerScheduled({
      system: "cron",
      settings: this.#settings,
      given: first ? this.#owner.name : undefined,
      fn: command || callback.name === MEANINGLESS_NAME ? undefined : callback,
      registeredIn: this.#construction?.registeredIn ?? context.active(),
    });
    this.#jobs.push(job);
    if (this.#active) this.#declare([job]);
    const start = (): RunStart => this.#start;
    return command ? observeCommand(callback, job, start) : job.wrap(callback, start);
  }

  constructed(): void {
    this.#construction = undefined;
  }

  /** Before the library arms its timer: the first time, or again in a tick and before its callbacks. */
  arming(): void {
    this.#previouslyArmedAt = this.#armedAt;
    this.#armedAt = Date.now();
    this.#arming = true;
  }

  armed(): void {
    this.#arming = false;
    if (this.#active || !this.#owner.isActive) return;
    this.#active = true;
    if (this.#stopped) for (const job of this.#jobs) job.resume();
    this.#stopped = false;
    this.#declare(this.#jobs);
  }

  stopped(): void {
    if (!this.#active || this.#retiming) return;
    this.#active = false;
    this.#stopped = true;
    for (const job of this.#jobs) job.pause();
  }

  /** `setTime` stops and starts: another schedule, no pause. */
  retime(change: () => void): void {
    this.#retiming = true;
    try {
      change();
    } finally {
      this.#retiming = false;
    }
    if (this.#active) this.#declare(this.#jobs);
  }

  #declare(jobs: readonly JobRegistration[]): void {
    const source = this.#slots.learnFrom(cronSchedule(this.#owner.cronTime));
    for (const job of jobs) job.declare(source);
  }

  /** Before the callbacks of one tick are called: by the timer, by hand, or by `runOnInit`. */
  tick(): void {
    const owner = this.#owner;
    const { lastExecution } = owner;
    // The library notes the time before it calls the callbacks itself; a manual call does not.
    const automatic = lastExecution !== this.#lastExecution;
    this.#lastExecution = lastExecution;
    const start = automatic ? this.#automaticStart() : { trigger: "manual" as const };
    const overlap = owner.waitForCompletion && owner.isCallbackRunning;
    if (!overlap) this.#start = start;
    else if (start.trigger === "schedule") for (const job of this.#jobs) job.skip("overlap", start.scheduledTime);
    if (automatic && owner.runOnce) this.#finished();
  }

  #automaticStart(): RunStart {
    if (this.#construction !== undefined && !this.#arming) return { trigger: "startup" };
    // In a tick the timer is armed again first. While arming, the library runs a tick that it computed too late.
    const since = this.#arming || this.#owner.runOnce ? this.#armedAt : this.#previouslyArmedAt;
    const scheduledTime = this.#slots.firstDue(since, Date.now());
    return { trigger: "schedule", ...(scheduledTime && { scheduledTime }) };
  }

  /** A single date has passed: nothing more is owed. */
  #finished(): void {
    if (!this.#active) return;
    this.#active = false;
    for (const job of this.#jobs) job.declare(undefined);
  }
}
