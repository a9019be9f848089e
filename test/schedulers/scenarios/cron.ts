import type * as cron from "cron";

import { outcome } from "../support/recorder.ts";
import type { Scenario } from "./scenario.ts";
import { jobFunctions } from "./scenario.ts";

type Library = typeof cron;
type Loose = Record<string, unknown>;

const EVERY_SECOND = "* * * * * *";

export const scenarios: Readonly<Record<string, Scenario<Library>>> = {
  shape: ({ CronJob, ...others }, { log }) => {
    log("exports", Object.keys(others).toSorted());
    log("class", CronJob.name, CronJob.length, typeof CronJob);
    log("methods", Object.getOwnPropertyNames(CronJob.prototype).includes("start"), CronJob.prototype.fireOnTick);
    for (const name of ["addCallback", "setTime", "nextDate", "fireOnTick", "nextDates", "start", "lastDate", "stop"]) {
      log(name, Reflect.get(CronJob.prototype, name));
    }
    log("from", CronJob.from);
    outcome(log, "without new", () => Reflect.apply(CronJob as unknown as () => void, undefined, [EVERY_SECOND]));
    log("sendAt", others.sendAt(EVERY_SECOND).toJSDate(), "timeout", others.timeout(EVERY_SECOND));
    log("validate", others.validateCronExpression("x").valid);
  },
  identity: ({ CronJob }, { log, name }) => {
    class Sub extends CronJob {
      override start(): void {
        log("sub start");
        super.start();
      }
    }
    const job = name(new CronJob(EVERY_SECOND, function tick() {}), "job");
    const sub = new Sub(EVERY_SECOND, () => {}, null, true);
    log("instanceof", job instanceof CronJob, sub instanceof CronJob, sub instanceof Sub, job instanceof Sub);
    log("foreign", {} instanceof CronJob, (null as unknown) instanceof CronJob);
    log("constructor", job.constructor === CronJob, sub.constructor === Sub, job.constructor.name);
    log("own", Object.getOwnPropertyNames(job).toSorted(), Object.keys(sub).toSorted());
    log(
      "from",
      CronJob.from({ cronTime: EVERY_SECOND, onTick: () => {} }) instanceof CronJob,
      Sub.from({ cronTime: EVERY_SECOND, onTick: () => {} }) instanceof Sub,
    );
    void sub.stop();
  },
  positional: async ({ CronJob }, stage) => {
    const { log, clock, name } = stage;
    const context = name({}, "context");
    const onComplete = (): void => log("complete");
    const job = new CronJob(
      EVERY_SECOND,
      jobFunctions(stage).sync,
      onComplete,
      true,
      "Europe/Amsterdam",
      context as never,
    );
    name(job, "job");
    log(
      "active",
      job.isActive,
      "last",
      job.lastDate(),
      "next",
      job.nextDate().toJSDate(),
      job.nextDates(2).map((d) => d.toJSDate()),
    );
    await clock.advance(2500);
    log("last", job.lastDate(), job.isCallbackRunning);
    log("stop", job.stop(), job.isActive);
    await clock.advance(2000);
    job.start();
    await clock.advance(1000);
    await job.stop();
  },
  kinds: async ({ CronJob }, stage) => {
    const { log, clock, name } = stage;
    const fns = jobFunctions(stage);
    for (const [kind, onTick] of Object.entries(fns) as [string, never][]) {
      const job = name(CronJob.from({ cronTime: EVERY_SECOND, onTick, start: true, name: kind }), `job ${kind}`);
      await clock.advance(1000);
      log(kind, job.isCallbackRunning);
      void job.stop();
    }
    const errorHandler = (error: unknown): void => log("handler", error);
    for (const onTick of [fns.throws, fns.rejects] as never[]) {
      const job = CronJob.from({ cronTime: EVERY_SECOND, onTick, start: true, errorHandler, waitForCompletion: true });
      name(job, "handled job");
      await clock.advance(1000);
      await job.stop();
    }
  },
  "startup and by hand": async ({ CronJob }, stage) => {
    const { log, clock, name } = stage;
    const fns = jobFunctions(stage);
    const job = name(CronJob.from({ cronTime: EVERY_SECOND, onTick: fns.sync, runOnInit: true }), "job");
    log("last", job.lastDate());
    job.addCallback(fns.async);
    job.addCallback("no function" as never);
    log("fire", job.fireOnTick(), job.isCallbackRunning);
    await job.fireOnTick();
    job.start();
    job.start();
    await clock.advance(1000);
    void job.stop();
  },
  "waits for completion": async ({ CronJob }, { log, clock, name }) => {
    const onTick = async function slow(this: unknown, complete: unknown): Promise<void> {
      log("slow begins", complete);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      log("slow ends");
    };
    const job = name(
      CronJob.from({
        cronTime: EVERY_SECOND,
        onTick: onTick as never,
        start: true,
        waitForCompletion: true,
        onComplete: () => log("complete"),
      }),
      "job",
    );
    await clock.advance(4000);
    const stopped = job.stop();
    log("stop", stopped);
    await clock.advance(3000);
    await stopped;
  },
  "single date": async ({ CronJob }, stage) => {
    const { log, clock, name } = stage;
    const fns = jobFunctions(stage);
    const job = name(new CronJob(new Date(clock.now() + 1500), fns.sync, null, true), "job");
    await clock.advance(3000);
    log("active", job.isActive, job.runOnce);
    outcome(log, "past", () => new CronJob(new Date(clock.now() - 1500), fns.sync, null, true));
    const inTwoSeconds = new CronJob(EVERY_SECOND, () => {}).nextDate().plus({ seconds: 1 });
    const luxon = name(new CronJob(inTwoSeconds, fns.sync, null, true), "luxon");
    await clock.advance(3000);
    void luxon.stop();
  },
  "another time": async ({ CronJob, CronTime }, stage) => {
    const { log, clock, name } = stage;
    const job = name(
      CronJob.from({
        cronTime: EVERY_SECOND,
        onTick: jobFunctions(stage).sync,
        start: true,
        onComplete: () => log("complete"),
      }),
      "job",
    );
    await clock.advance(1000);
    job.setTime(new CronTime("*/2 * * * * *"));
    await clock.advance(4000);
    outcome(log, "wrong time", () => job.setTime("* * * * * *" as never));
    void job.stop();
  },
  "late and blocked": async ({ CronJob }, { log, clock, name }) => {
    let blocked = false;
    const job = new CronJob(
      EVERY_SECOND,
      () => {
        log("tick at", new Date());
        if (!blocked) clock.jump(2500);
        blocked = true;
      },
      null,
      true,
    );
    name(job, "job");
    await clock.advance(6000);
    void job.stop();
  },
  refused: ({ CronJob }, { log }) => {
    const make = (...args: unknown[]): unknown => Reflect.construct(CronJob, args);
    outcome(log, "bad expression", () => make("nonsense", () => {}));
    outcome(log, "zone and offset", () => make(EVERY_SECOND, () => {}, null, false, "UTC", null, false, 60));
    outcome(log, "bad zone", () => make(EVERY_SECOND, () => {}, null, false, "No/Where"));
    outcome(log, "null onTick", () => make(EVERY_SECOND, null));
    outcome(log, "no onTick", () => make(EVERY_SECOND));
    outcome(log, "from zone and offset", () =>
      CronJob.from({ cronTime: EVERY_SECOND, onTick: () => {}, timeZone: "UTC", utcOffset: 1 } as never),
    );
  },
};

export const crashes: Readonly<Record<string, Scenario<Library>>> = {
  "missing command": async ({ CronJob }, { log }) => {
    const job = CronJob.from({ cronTime: EVERY_SECOND, onTick: "no-such-command-here --flag" });
    log("fire", job.fireOnTick());
    await new Promise((resolve) => setImmediate(resolve));
  },
  "command exits": async ({ CronJob }, { log, name }) => {
    const job = CronJob.from({
      cronTime: EVERY_SECOND,
      onTick: { command: process.execPath, args: ["-e", "process.exit(3)"], options: { stdio: "ignore" } } as never,
    });
    name(job, "job");
    await job.fireOnTick();
    log("fired", (job as unknown as Loose)["isCallbackRunning"]);
  },
  "throwing error handler": async ({ CronJob }, { clock }) => {
    const errorHandler = (): void => {
      throw new Error("from the handler");
    };
    const job = CronJob.from({
      cronTime: EVERY_SECOND,
      start: true,
      errorHandler,
      onTick: () => {
        throw new Error("job");
      },
    });
    await clock.advance(1000);
    void job.stop();
  },
};
