import type { JobRegistration } from "../../model/job-definition.ts";
import { guarded } from "../../record/guard.ts";
import { shadow } from "../disguise.ts";
import { taskSchedule } from "./node-cron-schedule.ts";
import type { TaskContext, TaskLike, TaskOptions } from "./node-cron-types.ts";

export type EventObserver = (event: string, context: TaskContext) => void;

/**
 * Sees a task's events on their way to the listeners. No listener is added: one on `execution:missed` would silence the
 * library's own warning, and others would count towards the limit of listeners.
 */
export function observeEvents(task: TaskLike, observe: EventObserver): void {
  const emitter = typeof task.emit === "function" ? task : task.emitter;
  if (emitter === undefined) return;
  shadow(emitter, "emit", (emit) => (event, context) => {
    guarded("a node-cron event", () => {
      if (typeof event === "string") observe(event, isContext(context) ? context : { date: new Date() });
    });
    return emit(event, context);
  });
}

const isContext = (value: unknown): value is TaskContext =>
  typeof value === "object" && value !== null && "date" in value && value.date instanceof Date;

/** What both kinds of task tell alike: their life, and the slots that were not run. */
export class TaskLife {
  readonly #task: TaskLike;
  readonly #job: JobRegistration;
  readonly #options: TaskOptions;
  #active = false;
  #stopped = false;

  constructor(task: TaskLike, job: JobRegistration, options: TaskOptions) {
    this.#task = task;
    this.#job = job;
    this.#options = options;
  }

  started(): void {
    if (this.#active) return;
    this.#active = true;
    if (this.#stopped) this.#job.resume();
    this.#stopped = false;
    this.#job.declare(taskSchedule(this.#task, this.#options.timezone));
  }

  stopped(): void {
    if (!this.#active) return;
    this.#active = false;
    this.#stopped = true;
    this.#job.pause();
  }

  event(event: string, context: TaskContext): void {
    switch (event) {
      case "task:started":
        return this.started();
      case "task:stopped":
      case "task:failed":
        return this.stopped();
      case "task:destroyed":
        return this.#job.remove();
      case "execution:missed":
        return this.#job.missed({ from: context.date, to: context.date, count: 1, cause: "library" });
      case "execution:overlap":
        // Without `noOverlap` the event is only a remark: the run starts all the same.
        if (this.#options.noOverlap === true) this.#job.skip("overlap", context.date);
        return;
      case "execution:skipped":
        return this.#job.skip("lock", context.date);
      default:
    }
  }
}
