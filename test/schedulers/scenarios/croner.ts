import type * as croner from "croner";

import { outcome } from "../support/recorder.ts";
import type { Scenario } from "./scenario.ts";
import { jobFunctions } from "./scenario.ts";

type Library = typeof croner;

const EVERY_SECOND = "* * * * * *";

export const scenarios: Readonly<Record<string, Scenario<Library>>> = {
  shape: ({ Cron, ...others }, { log }) => {
    log("exports", Object.keys(others).toSorted());
    log("class", Cron.name, Cron.length, typeof Cron);
    for (const name of ["schedule", "trigger", "pause", "resume", "stop"]) log(name, Reflect.get(Cron.prototype, name));
  },
  identity: ({ Cron, scheduledJobs }, { log }) => {
    class Sub extends Cron {
      override trigger(): Promise<void> {
        log("sub trigger");
        return super.trigger();
      }
    }
    const job = new Cron(EVERY_SECOND, { name: "named", paused: true }, () => {});
    const sub = new Sub(EVERY_SECOND, { paused: true }, () => log("sub runs"));
    log("instanceof", job instanceof Cron, sub instanceof Cron, sub instanceof Sub, job instanceof Sub);
    log("constructor", job.constructor === Cron, sub.constructor === Sub);
    log("own", Object.getOwnPropertyNames(job).toSorted());
    log("registry", scheduledJobs.length, scheduledJobs[0] === job, job.name);
    outcome(log, "name taken", () => new Cron(EVERY_SECOND, { name: "named" }, () => {}));
    void sub.trigger();
    job.stop();
    sub.stop();
    log("registry", scheduledJobs.length, job.isStopped());
  },
  "ways in": async ({ Cron }, stage) => {
    const { log, clock, name } = stage;
    const fns = jobFunctions(stage);
    const options = { name: "given", timezone: "Europe/Amsterdam" };
    const jobs = [
      new Cron(EVERY_SECOND, fns.sync),
      new Cron(EVERY_SECOND, options, fns.async),
      new Cron(EVERY_SECOND, fns.async, { context: "ctx" }),
      new Cron(EVERY_SECOND, fns.throws, fns.sync),
      new Cron(new Date(clock.now() + 1500), fns.sync),
      new Cron(new Date(clock.now() + 900).toISOString(), fns.sync),
      new Cron(EVERY_SECOND).schedule(fns.sync),
      new Cron(EVERY_SECOND),
      new Cron(new Date(clock.now() - 5000), fns.sync),
    ];
    jobs.forEach((job, index) => name(job, `job ${index}`));
    log("options", Object.keys(options).toSorted(), jobs[1]?.name);
    await clock.advance(2500);
    for (const job of jobs) {
      log(
        "state",
        job.isRunning(),
        job.isBusy(),
        job.currentRun(),
        job.previousRun(),
        job.nextRun(),
        job.getPattern(),
        job.getOnce(),
      );
      job.stop();
      log("stopped", job.isStopped(), job.nextRuns(2));
    }
    outcome(log, "two functions", () => new Cron(EVERY_SECOND, { paused: true }, fns.sync).schedule(fns.async));
    outcome(log, "null options", () => new Cron(EVERY_SECOND, null as never, fns.sync));
    outcome(log, "bad pattern", () => new Cron("nonsense", fns.sync));
    outcome(log, "bad argument", () => new Cron(EVERY_SECOND, 5 as never));
    outcome(log, "bad second argument", () => new Cron(EVERY_SECOND, {}, 5 as never));
    outcome(log, "bad interval", () => new Cron(EVERY_SECOND, { interval: -1 }, fns.sync));
    await clock.advance(1000);
  },
  catching: async ({ Cron }, stage) => {
    const { log, clock, name } = stage;
    const fns = jobFunctions(stage);
    const quiet = name(new Cron(EVERY_SECOND, { catch: true }, fns.throws), "quiet");
    const told = name(
      new Cron(EVERY_SECOND, { catch: (error, job) => log("caught", error, job) }, fns.rejects),
      "told",
    );
    const then = name(new Cron(EVERY_SECOND, { catch: true }, fns.thenable as never), "then");
    await clock.advance(1000);
    for (const job of [quiet, told, then]) job.stop();
  },
  protecting: async ({ Cron }, { log, clock, name }) => {
    const slow = async function slow(self: unknown): Promise<void> {
      log("slow begins", self);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      log("slow ends");
    };
    const silent = name(new Cron(EVERY_SECOND, { protect: true }, slow), "silent");
    const told = name(new Cron(EVERY_SECOND, { protect: (job) => log("protected", job) }, slow), "told");
    log("protect", silent.options.protect, told.options.protect);
    await clock.advance(4500);
    log("busy", silent.isBusy(), told.isBusy());
    silent.stop();
    told.stop();
    await clock.advance(3000);
  },
  "pause, resume, trigger": async ({ Cron }, stage) => {
    const { log, clock, name } = stage;
    const job = name(
      new Cron(EVERY_SECOND, { maxRuns: 4, context: { some: "context" } }, jobFunctions(stage).async),
      "job",
    );
    await clock.advance(1000);
    log("pause", job.pause(), job.isRunning());
    await clock.advance(2000);
    log("trigger", job.trigger(), job.isBusy());
    await clock.advance(10);
    log("resume", job.resume(), job.runsLeft());
    await clock.advance(5000);
    log("left", job.runsLeft(), job.nextRun(), job.nextRuns(3));
    job.stop();
    await job.trigger();
    log("resume after stop", job.resume(), job.pause());
  },
  "interval and limits": async ({ Cron }, stage) => {
    const { log, clock, name } = stage;
    const job = name(
      new Cron(
        EVERY_SECOND,
        { interval: 3, stopAt: new Date(clock.now() + 8000), unref: true },
        jobFunctions(stage).sync,
      ),
      "job",
    );
    log("next", job.nextRuns(5), job.msToNext());
    await clock.advance(12_000);
    log("next", job.nextRun(), job.isRunning());
    job.stop();
  },
  "late and blocked": async ({ Cron }, { log, clock }) => {
    let blocked = false;
    const job = new Cron(EVERY_SECOND, () => {
      log("tick at", new Date());
      if (!blocked) clock.jump(2500);
      blocked = true;
    });
    await clock.advance(6000);
    job.stop();
  },
};

export const crashes: Readonly<Record<string, Scenario<Library>>> = {
  "sync throw": async ({ Cron }, stage) => {
    new Cron(EVERY_SECOND, jobFunctions(stage).throws);
    await stage.clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    stage.log("still here");
  },
  rejection: async ({ Cron }, stage) => {
    new Cron(EVERY_SECOND, jobFunctions(stage).rejects);
    await stage.clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    stage.log("still here");
  },
  "rejection with a handler": async ({ Cron }, stage) => {
    process.on("unhandledRejection", (reason) => stage.log("unhandled", reason));
    const job = new Cron(EVERY_SECOND, jobFunctions(stage).rejects);
    await stage.clock.advance(2000);
    await new Promise((resolve) => setImmediate(resolve));
    job.stop();
  },
};
