import { context } from "@opentelemetry/api";

import { withoutActiveSpan } from "../../propagate/root.ts";
import { guarded } from "../../record/guard.ts";
import { disguise, disguiseClass } from "../disguise.ts";
import { replaceExports } from "../module-exports.ts";
import type { InstrumentOptions, SchedulerSettings } from "../scheduler-options.ts";
import { JobTicks } from "./job-ticks.ts";
import type { JobConstructor, JobFunction, JobLike, ScheduleJob } from "./node-schedule-types.ts";

/** The package `node-schedule` as it is imported or required. */
export interface NodeScheduleModule {
  readonly Job: abstract new (...args: never[]) => object;
  readonly scheduleJob: (...args: never[]) => unknown;
}

/**
 * Instruments the package `node-schedule` 2: `const { scheduleJob } = instrumentNodeSchedule(schedule)`. Gives all exports
 * of `module`, which itself is not changed. Every invocation, by the schedule or by `invoke()`, is a run.
 */
export function instrumentNodeSchedule<M extends NodeScheduleModule>(module: M, options: InstrumentOptions = {}): M {
  return replaceExports(
    module,
    {
      library: "node-schedule",
      key: "Job",
      replace: ({ Job: original, scheduleJob }, settings) => {
        if (!isJobConstructor(original) || typeof scheduleJob !== "function") return {};
        const Job = instrumentJob(original, settings);
        return { Job, scheduleJob: disguise(scheduleJobWith(Job), scheduleJob) };
      },
    },
    options,
  );
}

const isJobConstructor = (value: unknown): value is JobConstructor =>
  typeof value === "function" && typeof Reflect.get(value, "prototype")?.invoke === "function";

const isFunction = (value: unknown): value is JobFunction => typeof value === "function";

function instrumentJob(Original: JobConstructor, settings: SchedulerSettings): JobConstructor {
  const ticksOf = new WeakMap<object, JobTicks>();
  const original = Original.prototype;
  const bareInvoke: JobFunction = function (this: JobLike, ...args) {
    return original.invoke.apply(this, args);
  };

  const Job = function (this: JobLike, ...args: unknown[]): void {
    Reflect.apply(Original, this, args);
    const [name, fn] = args;
    const identity = { settings, given: name, fn: [name, fn].find(isFunction), registeredIn: context.active() };
    const ticks = guarded("a node-schedule job", () => new JobTicks(this, identity, bareInvoke));
    if (ticks !== undefined) ticksOf.set(this, ticks);
  };
  const methods = {
    invoke(this: JobLike, ...args: unknown[]): unknown {
      const ticks = ticksOf.get(this);
      return ticks === undefined ? original.invoke.apply(this, args) : ticks.invoke(args);
    },
    schedule(this: JobLike, spec: unknown): boolean {
      const scheduled = withoutActiveSpan(() => original.schedule.call(this, spec));
      if (scheduled) guarded("a node-schedule schedule", () => ticksOf.get(this)?.scheduled(spec));
      return scheduled;
    },
    emit(this: JobLike, event: string | symbol, ...args: unknown[]): boolean {
      guarded("a node-schedule event", () => ticksOf.get(this)?.event(event, args[0]));
      return original.emit.call(this, event, ...args);
    },
  };
  Object.setPrototypeOf(Job, Original);
  Job.prototype = Object.assign(
    Object.create(Original.prototype, { constructor: { configurable: true, writable: true, value: Job } }),
    methods,
  );
  // The object literal above is what makes it a constructor of jobs.
  return disguiseClass(Job as unknown as JobConstructor, Original);
}

/** The library's own `scheduleJob` makes the bare Job; this is the same with ours. */
function scheduleJobWith(Job: JobConstructor): ScheduleJob {
  return function scheduleJob(...args: unknown[]): JobLike | null {
    if (args.length < 2) throw new RangeError("Invalid number of arguments");
    const named = args.length >= 3 && typeof args[0] === "string" && args[0] !== "";
    const [spec, method, callback] = named ? args.slice(1) : args;
    if (typeof method !== "function") throw new RangeError("The job method must be a function.");
    const job: JobLike = Reflect.construct(Job, [named ? args[0] : null, method, callback]);
    return job.schedule(spec) ? job : null;
  };
}
