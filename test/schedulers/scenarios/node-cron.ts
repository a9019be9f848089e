import type * as nodeCron from "node-cron";

import { outcome } from "../support/recorder.ts";
import type { Scenario, Stage } from "./scenario.ts";
import { jobFunctions } from "./scenario.ts";

type Library = typeof nodeCron;

const EVERY_SECOND = "* * * * * *";
const EVENTS = [
  "task:started",
  "task:stopped",
  "task:destroyed",
  "task:failed",
  "execution:started",
  "execution:finished",
  "execution:failed",
  "execution:overlap",
  "execution:maxReached",
  "execution:skipped",
] as const;

function listen(
  task: nodeCron.ScheduledTask,
  { log }: Stage,
  events: readonly Parameters<typeof task.on>[0][] = EVENTS,
): void {
  for (const event of events) {
    task.on(event, (context) =>
      log(
        `event ${event}`,
        context.date,
        context.reason,
        context.execution?.reason,
        context.execution?.error,
        context.execution?.result,
      ),
    );
  }
}

/** The context holds the task, which holds everything: only its own fields are compared. */
const contextOf = (context: nodeCron.TaskContext): unknown => ({
  keys: Object.keys(context),
  date: context.date,
  iso: context.dateLocalIso,
  execution: Object.keys(context.execution ?? {}),
  reason: context.execution?.reason,
});

export const scenarios: Readonly<Record<string, Scenario<Library>>> = {
  shape: (library, { log }) => {
    log(
      "exports",
      Object.keys(library)
        .filter((name) => name !== "default")
        .toSorted(),
    );
    log("functions", library.schedule, library.createTask, library.validate, library.solvePath);
    const own = library.nodeCron ?? library;
    log("object", Object.keys(own).toSorted(), own.schedule === library.schedule);
    outcome(log, "bad expression", () => library.schedule("nonsense", () => {}));
    outcome(log, "no task", () => library.schedule(EVERY_SECOND, undefined as never));
    outcome(log, "distributed without a name", () => library.schedule(EVERY_SECOND, () => {}, { distributed: true }));
    outcome(log, "no coordinator", () => library.schedule(EVERY_SECOND, () => {}, { distributed: true, name: "n" }));
    log("tasks", library.getTasks().size);
  },
  identity: async ({ schedule, createTask, getTasks, getTask }, { log }) => {
    const task = schedule(EVERY_SECOND, function named() {}, { name: "given" });
    const other = createTask(EVERY_SECOND, () => {});
    log("task", task.constructor.name, task.name, other.name, task.getStatus(), other.getStatus());
    log("own", Object.keys(task).toSorted(), task.getPattern());
    const listed: string[] = [];
    for (const key in task) listed.push(key);
    log("listed", listed.toSorted());
    log("registry", getTasks().size, getTask(task.id) === task);
    log("methods", task.start, task.stop, Reflect.get(task, "emit"));
    await task.destroy();
    await other.destroy();
    log("registry", getTasks().size, task.getStatus());
  },
  kinds: async ({ schedule }, stage) => {
    const { log, clock, name } = stage;
    for (const [kind, fn] of Object.entries(jobFunctions(stage))) {
      const task = name(
        schedule(
          EVERY_SECOND,
          function (this: unknown, context) {
            log("context", contextOf(context), context.task === task);
            return Reflect.apply(fn, this, ["argument"]);
          },
          { timezone: "Europe/Amsterdam" },
        ),
        `task ${kind}`,
      );
      listen(task, stage);
      await clock.advance(1000);
      log(
        "last",
        task.lastRun()?.date,
        task.lastRun()?.error,
        task.lastRun()?.result,
        task.isBusy(),
        task.getNextRuns(2),
      );
      await task.destroy();
    }
  },
  "start and stop": async ({ createTask }, stage) => {
    const { log, clock, name } = stage;
    const task = name(createTask(EVERY_SECOND, jobFunctions(stage).sync.bind(null) as never), "task");
    listen(task, stage);
    await clock.advance(2000);
    log("start", task.start(), task.getStatus(), task.getNextRun(), task.msToNext());
    await clock.advance(1000);
    log("stop", task.stop(), task.getStatus(), task.getNextRun());
    await clock.advance(2000);
    log("again", task.start(), task.start());
    await clock.advance(1000);
    log("destroy", task.destroy(), task.start(), task.getStatus());
    await clock.advance(2000);
  },
  "by hand": async ({ createTask, schedule }, stage) => {
    const { log, clock } = stage;
    const fns = jobFunctions(stage);
    const task = createTask(EVERY_SECOND, () => fns.sync.call(undefined, "x"));
    listen(task, stage);
    log("execute", await task.execute());
    const bad = schedule(EVERY_SECOND, () => fns.throws.call(undefined, "x"));
    log("execute", await bad.execute().catch((error: unknown) => error));
    await clock.advance(10);
    await task.destroy();
    await bad.destroy();
  },
  overlapping: async ({ schedule }, stage) => {
    const { log, clock } = stage;
    const slow = async (): Promise<void> => {
      log("slow begins");
      await new Promise((resolve) => setTimeout(resolve, 2500));
      log("slow ends");
    };
    for (const noOverlap of [true, false]) {
      const task = schedule(EVERY_SECOND, slow, { noOverlap });
      listen(task, stage);
      await clock.advance(3000);
      await task.destroy();
      await clock.advance(4000);
    }
  },
  "limits and coordinators": async ({ schedule, setRunCoordinator }, stage) => {
    const { log, clock } = stage;
    const fn = (): void => log("runs");
    const limited = schedule(EVERY_SECOND, fn, { maxExecutions: 2 });
    listen(limited, stage);
    await clock.advance(4000);
    log("left", limited.runsLeft(), limited.getStatus());
    const coordinators: nodeCron.RunCoordinator[] = [
      { shouldRun: () => false },
      { shouldRun: async () => true, onComplete: (key) => log("complete", key) },
      {
        shouldRun: () => {
          throw new Error("no coordinator");
        },
      },
    ];
    for (const runCoordinator of coordinators) {
      const task = schedule(EVERY_SECOND, fn, { distributed: true, name: "shared", runCoordinator });
      listen(task, stage);
      await clock.advance(1000);
      await task.destroy();
    }
    setRunCoordinator(undefined);
  },
  "late and blocked": async ({ schedule }, stage) => {
    const { log, clock } = stage;
    for (const heard of [false, true]) {
      let blocked = false;
      const task = schedule(EVERY_SECOND, () => {
        log("tick at", new Date());
        if (!blocked) clock.jump(4500);
        blocked = true;
      });
      if (heard) listen(task, stage, ["execution:missed"]);
      await clock.advance(4000);
      await task.destroy();
    }
  },
  logging: async ({ schedule, setLogger }, stage) => {
    const { log, clock } = stage;
    const logger = {
      info: () => {},
      debug: () => {},
      warn: (m: string) => log("warn", m),
      error: (m: unknown) => log("error", m),
    };
    const task = schedule(
      EVERY_SECOND,
      () => {
        throw new Error("logged");
      },
      { logger },
    );
    await clock.advance(1000);
    await task.destroy();
    setLogger(logger);
    const other = schedule(EVERY_SECOND, () => {
      throw new Error("logged globally");
    });
    other.on("execution:failed", () => {
      throw new Error("a listener throws");
    });
    await clock.advance(1000);
    await other.destroy();
    setLogger(undefined as never);
  },
  shutdown: async ({ schedule, shutdown, getTasks }, stage) => {
    const { log, clock } = stage;
    const task = schedule(EVERY_SECOND, () => log("runs"));
    listen(task, stage);
    await clock.advance(1000);
    await shutdown();
    log("after", getTasks().size, task.getStatus());
  },
};

export const crashes: Readonly<Record<string, Scenario<Library>>> = {
  "many listeners": async ({ schedule }, { log, clock }) => {
    const task = schedule(EVERY_SECOND, () => {});
    for (let i = 0; i < 9; i++) task.on("task:destroyed", () => {});
    for (let i = 0; i < 10; i++) task.on("execution:finished", () => {});
    await clock.advance(1000);
    await task.destroy();
    log("done");
  },
};
