import type { JobRegistration, OpenRun, RunStart } from "../../model/job-definition.ts";
import { withoutActiveSpan } from "../../propagate/root.ts";
import { guarded } from "../../record/guard.ts";
import { shadow } from "../disguise.ts";
import type { TaskContext, TaskLike } from "./node-cron-types.ts";

/** Runs of one task open at once, at most; further ones are not followed. */
const MAX_OPEN = 1000;

/** Runs of a task file, which the library runs in a forked process: recorded here, from what that process tells. */
export class ForkedRuns {
  readonly #job: JobRegistration;
  readonly #open = new Map<string, OpenRun>();
  #lastError: unknown;

  constructor(job: JobRegistration) {
    this.#job = job;
  }

  event(event: string, context: TaskContext): void {
    const { execution } = context;
    if (event === "task:failed") return this.#died(context.error);
    if (execution === undefined) return;
    if (event === "execution:started" && this.#open.size < MAX_OPEN) {
      this.#open.set(execution.id, this.#job.begin(startOf(context)));
    } else if (event === "execution:finished") {
      this.#take(execution.id)?.succeed();
    } else if (event === "execution:failed") {
      this.#lastError = execution.error;
      (this.#take(execution.id) ?? this.#job.begin(startOf(context))).fail(execution.error);
    }
  }

  #take(id: string): OpenRun | undefined {
    const run = this.#open.get(id);
    this.#open.delete(id);
    return run;
  }

  /** The process ended by itself; the library tells the failed run first, if it knew of one. */
  #died(error: unknown): void {
    for (const run of this.#open.values()) run.fail(error);
    if (this.#open.size === 0 && this.#lastError !== error) this.#job.begin({ trigger: "schedule" }).fail(error);
    this.#open.clear();
  }

  /** The file could not be loaded, or not in time: no run can start until somebody starts the task again. */
  failedToStart(error: unknown): void {
    this.#job.begin({ trigger: "startup" }).fail(error);
  }
}

function startOf({ date, execution }: TaskContext): RunStart {
  return execution?.reason === "scheduled"
    ? { trigger: "schedule", scheduledTime: new Date(date) }
    : { trigger: "manual" };
}

/**
 * Learns why a start failed. The promise that `start` gives is handed on as another one that ends the same way: a
 * handler on the library's own would hide a rejection that nobody handles.
 */
export function observeStart(task: TaskLike, failed: (error: unknown) => void): void {
  const derived = new WeakMap<object, Promise<unknown>>();
  shadow(task, "start", (start) => () => {
    const started = withoutActiveSpan(start);
    if (!(started instanceof Promise)) return started;
    const present = derived.get(started);
    if (present !== undefined) return present;
    const made = started.catch((error: unknown) => {
      guarded("a failed start", () => failed(error));
      throw error;
    });
    derived.set(started, made);
    return made;
  });
}
