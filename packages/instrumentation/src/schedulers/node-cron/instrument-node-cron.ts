import { context } from "@opentelemetry/api";

import { withoutActiveSpan } from "../../propagate/root.ts";
import { guarded } from "../../record/guard.ts";
import { disguise, shadow } from "../disguise.ts";
import { replaceExports } from "../module-exports.ts";
import type { JobIdentity } from "../register-scheduled.ts";
import { registerScheduled } from "../register-scheduled.ts";
import type { InstrumentOptions, SchedulerSettings } from "../scheduler-options.ts";
import { ForkedRuns, observeStart } from "./forked-task.ts";
import { wrapTask } from "./inline-task.ts";
import type { MakeTask, TaskFunction, TaskLike, TaskOptions } from "./node-cron-types.ts";
import { TaskLife, observeEvents } from "./task-events.ts";
import { resolveTaskFile } from "./task-path.ts";

/** The package `node-cron` as it is imported or required. */
export interface NodeCronModule {
  readonly schedule: (...args: never[]) => unknown;
  readonly createTask: (...args: never[]) => unknown;
}

/**
 * Instruments the package `node-cron` 4: `const { schedule } = instrumentNodeCron(cron)`. Gives all exports of `module`,
 * which itself is not changed. Tasks may be functions or files; `task.execute()` is a run, too.
 */
export function instrumentNodeCron<M extends NodeCronModule>(module: M, options: InstrumentOptions = {}): M {
  return replaceExports(
    module,
    {
      library: "node-cron",
      key: "schedule",
      replace: ({ schedule, createTask }, settings) => ({
        ...(isMakeTask(schedule) && { schedule: instrument(schedule, settings, true) }),
        ...(isMakeTask(createTask) && { createTask: instrument(createTask, settings, false) }),
      }),
    },
    options,
  );
}

const isMakeTask = (value: unknown): value is MakeTask => typeof value === "function";

const isTaskFunction = (value: unknown): value is TaskFunction => typeof value === "function";

const optionsOf = (options: unknown): TaskOptions => (typeof options === "object" && options !== null ? options : {});

/** `schedule` and `createTask` alike; the first also starts the task. */
function instrument(make: MakeTask, settings: SchedulerSettings, starts: boolean): MakeTask {
  const instrumented: MakeTask = function (expression, task, options) {
    const { name, ...rest } = optionsOf(options);
    const from: TaskIdentity = { settings, given: name, options: rest, registeredIn: context.active() };
    const makeTask = (what: unknown): TaskLike => withoutActiveSpan(() => make(expression, what, options));
    if (isTaskFunction(task)) return inlineTask(task, from, makeTask);
    const file = guarded("finding a task file", () => resolveTaskFile(task, instrumented)) ?? task;
    const made = makeTask(file);
    guarded("a node-cron task file", () => followFork(made, from, starts));
    return made;
  };
  return disguise(instrumented, make);
}

interface TaskIdentity extends Omit<JobIdentity, "system" | "fn"> {
  readonly options: TaskOptions;
}

/** A job is registered only once the library has accepted the task, so it gets a function that finds its run later. */
function inlineTask(fn: TaskFunction, from: TaskIdentity, make: (fn: TaskFunction) => TaskLike): TaskLike {
  let run = fn;
  const task = make(function (this: unknown, ...args) {
    return Reflect.apply(run, this, args);
  });
  guarded("a node-cron task", () => {
    const job = registerScheduled({ ...from, system: "node_cron", fn });
    run = wrapTask(fn, job);
    const life = new TaskLife(task, job, from.options);
    observeEvents(task, (event, details) => life.event(event, details));
    shadow(task, "start", (start) => () => withoutActiveSpan(start));
    if (task.getStatus() !== "stopped") life.started();
  });
  return task;
}

function followFork(task: TaskLike, from: TaskIdentity, starts: boolean): void {
  const job = registerScheduled({ ...from, system: "node_cron" });
  const runs = new ForkedRuns(job);
  const life = new TaskLife(task, job, from.options);
  observeEvents(task, (event, details) => {
    runs.event(event, details);
    life.event(event, details);
  });
  // While a start is under way the library answers every `start()` with the promise of that one.
  if (starts) Promise.resolve(task.start()).catch((error: unknown) => runs.failedToStart(error));
  observeStart(task, (error) => runs.failedToStart(error));
}
