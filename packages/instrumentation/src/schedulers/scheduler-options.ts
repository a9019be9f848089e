import type { JobSystemName } from "@jobscope/semconv";

import type { JobDefinition, JobOptions } from "../model/job-definition.ts";
import { shared } from "../record/shared.ts";

/** Options of a job whose name is given elsewhere. */
export type UnnamedJobOptions = Omit<JobOptions, "name">;

/**
 * What a user may say about the jobs of one scheduler. The same for all four libraries:
 *
 * ```ts
 * const { schedule } = instrumentNodeCron(cron, {
 *   defaults: { owner: "billing" },
 *   jobs: { "invoice.generate": { criticality: "critical", maxRuntime: 600 } },
 * });
 * ```
 *
 * A job's options are, later ones winning: `defaults`, the entry of `jobs`, {@link withJobOptions} on its function.
 */
export interface InstrumentOptions {
  /** For every job. */
  readonly defaults?: UnnamedJobOptions;
  /** For single jobs, by the name given to the library or {@link withJobOptions}, else by the function's name. */
  readonly jobs?: Readonly<Record<string, UnnamedJobOptions>>;
}

type AnyFunction = (...args: never[]) => unknown;

const marks: WeakMap<AnyFunction, JobOptions> = shared("job-options", () => new WeakMap());

/**
 * Gives a job function its options where it is written, and gives the function itself back, unchanged:
 * `schedule("0 3 * * *", withJobOptions({ name: "cleanup", criticality: "high" }, () => …))`. A name given to the
 * library itself wins over the one given here.
 */
export function withJobOptions<F extends AnyFunction>(options: JobOptions, fn: F): F {
  marks.set(fn, options);
  return fn;
}

/** One instrumented library's options; a second call for the same library adds to the first. */
export class SchedulerSettings {
  #defaults: UnnamedJobOptions = {};
  #jobs = new Map<string, UnnamedJobOptions>();

  add(options: InstrumentOptions): void {
    this.#defaults = { ...this.#defaults, ...options.defaults };
    for (const [name, job] of Object.entries(options.jobs ?? {})) this.#jobs.set(name, job);
  }

  /** `given` is the name the user gave to the library; a name that the library made up must not come here. */
  definition(system: JobSystemName, given: unknown, fn: AnyFunction | undefined): JobDefinition {
    const mark = fn && marks.get(fn);
    const name = typeof given === "string" && given !== "" ? given : mark?.name;
    const entry = this.#jobs.get(name ?? fn?.name ?? "");
    return { ...this.#defaults, ...entry, ...mark, ...(name !== undefined && { name }), system };
  }
}
