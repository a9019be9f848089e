import { wrappedBy } from "../../lifecycle/wrapper.ts";
import type { JobRegistration, RunStart } from "../../model/job-definition.ts";
import { registerScheduled } from "../register-scheduled.ts";
import type { JobIdentity } from "../register-scheduled.ts";
import { jobSchedule } from "./node-schedule-schedule.ts";
import type { JobFunction, JobLike } from "./node-schedule-types.ts";

/** What belongs to one node-schedule Job. */
export class JobTicks {
  readonly #owner: JobLike;
  readonly #identity: JobIdentity;
  readonly #pending = new Set<number>();
  #job: JobRegistration;
  #removed = false;
  #changed = false;
  #spec: unknown;
  /** The library's `invoke` as a run: a generator's `next()`, a replaced `job.job`, whatever it calls. */
  #run: JobFunction;
  readonly #invoke: JobFunction;

  constructor(owner: JobLike, identity: Omit<JobIdentity, "system">, invoke: JobFunction) {
    this.#owner = owner;
    this.#identity = { ...identity, system: "node_schedule" };
    this.#invoke = invoke;
    this.#job = registerScheduled(this.#identity);
    this.#run = this.#wrapped();
  }

  #wrapped(): JobFunction {
    const start = (_job: unknown, [fireDate]: readonly unknown[]): RunStart => this.#startOf(fireDate);
    const { job } = this.#owner;
    if (job === undefined || wrappedBy(job) === undefined) return this.#job.wrap(this.#invoke, start);
    // Wrapped by hand already: its own wrap is the run, else each tick would be two.
    this.#owner.job = this.#job.wrap(job, start);
    return this.#invoke;
  }

  #startOf(fireDate: unknown): RunStart {
    if (!(fireDate instanceof Date) || !this.#pending.delete(fireDate.getTime())) return { trigger: "manual" };
    if (this.#owner.pendingInvocations.length === 0) this.#job.declare(undefined);
    return { trigger: "schedule", scheduledTime: new Date(fireDate) };
  }

  invoke(args: readonly unknown[]): unknown {
    return Reflect.apply(this.#run, this.#owner, args);
  }

  /** After `schedule(spec)`, the first or another one. */
  scheduled(spec: unknown): void {
    this.#changed = false;
    this.#spec = spec;
    if (this.#removed) this.#registerAgain();
    this.#job.declare(jobSchedule(this.#owner, spec));
  }

  /** A job that was cancelled and is scheduled anew. */
  #registerAgain(): void {
    this.#removed = false;
    this.#job = registerScheduled(this.#identity);
    this.#run = this.#wrapped();
  }

  /** Sees the library's events on their way to the listeners; none is added. */
  event(name: string | symbol, detail: unknown): void {
    if (name === "scheduled" && detail instanceof Date) this.#pending.add(detail.getTime());
    if (name !== "canceled") return;
    this.#pending.delete(timeOf(detail));
    if (this.#changed) return;
    this.#changed = true;
    // A cancellation may be the first half of a new schedule; what it was shows once the library is done.
    queueMicrotask(() => this.#settleCancellation());
  }

  #settleCancellation(): void {
    if (!this.#changed) return;
    this.#changed = false;
    if (this.#owner.pendingInvocations.length > 0) return this.#job.declare(jobSchedule(this.#owner, this.#spec));
    this.#removed = true;
    this.#job.remove();
  }
}

const timeOf = (value: unknown): number =>
  typeof value === "object" && value !== null && "getTime" in value && typeof value.getTime === "function"
    ? Number(value.getTime())
    : Number.NaN;
