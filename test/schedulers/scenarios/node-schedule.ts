import { inherits } from "node:util";

import type * as nodeSchedule from "node-schedule";

import { outcome } from "../support/recorder.ts";
import type { Scenario, Stage } from "./scenario.ts";
import { jobFunctions } from "./scenario.ts";

type Library = typeof nodeSchedule;
type Loose = (...args: unknown[]) => nodeSchedule.Job;

const EVERY_SECOND = "* * * * * *";

function listen(job: nodeSchedule.Job, { log }: Stage): void {
  for (const event of ["scheduled", "run", "success", "canceled"])
    job.on(event, (value: unknown) => log(`event ${event}`, value));
}

export const scenarios: Readonly<Record<string, Scenario<Library>>> = {
  shape: ({ Job, scheduleJob, ...others }, { log }) => {
    log("exports", Object.keys(others).toSorted());
    log("class", Job, scheduleJob);
    const names: string[] = [];
    for (const name in Job.prototype) names.push(name);
    log("enumerable", names.toSorted());
    for (const name of ["invoke", "schedule", "runOnDate", "emit", "on"]) log(name, Reflect.get(Job.prototype, name));
    outcome(log, "without new", () => Reflect.apply(Job as unknown as () => void, undefined, ["name", () => {}]));
    outcome(log, "no arguments", () => (scheduleJob as Loose)());
    outcome(log, "no function", () => (scheduleJob as Loose)(EVERY_SECOND, "no function"));
    outcome(log, "no function, named", () => (scheduleJob as Loose)("name", EVERY_SECOND, 5));
    outcome(log, "empty name", () => (scheduleJob as Loose)("", EVERY_SECOND, () => {}));
    outcome(log, "nonsense", () => (scheduleJob as Loose)("nonsense", () => {}));
    outcome(log, "invalid rule", () => (scheduleJob as Loose)({ hour: 99 }, () => {}));
  },
  identity: ({ Job, scheduleJob, scheduledJobs, cancelJob }, { log }) => {
    class Sub extends Job {
      override invoke(): void {
        log("sub invoke");
        return super.invoke();
      }
    }
    function Old(this: nodeSchedule.Job, name: string, fn: () => void): void {
      Reflect.apply(Job as unknown as () => void, this, [name, fn]);
    }
    inherits(Old, Job);
    const sub = new Sub("sub", () => log("sub runs"));
    const old = Reflect.construct(Old, ["old", () => log("old runs")]) as nodeSchedule.Job;
    const job = scheduleJob("job", EVERY_SECOND, () => {});
    log(
      "instanceof",
      job instanceof Job,
      sub instanceof Job,
      sub instanceof Sub,
      old instanceof Job,
      old instanceof Old,
      job instanceof Sub,
    );
    log("constructor", job.constructor === Job, job.constructor.name, sub.constructor === Sub);
    log("own", Object.getOwnPropertyNames(job).toSorted());
    sub.schedule(EVERY_SECOND);
    old.schedule(EVERY_SECOND);
    sub.invoke();
    old.invoke();
    log("registry", Object.keys(scheduledJobs).toSorted(), scheduledJobs["job"] === job);
    log("cancel", cancelJob("job"), cancelJob(sub), cancelJob(old), cancelJob("unknown"), Object.keys(scheduledJobs));
  },
  kinds: async ({ scheduleJob }, stage) => {
    const { log, clock, name } = stage;
    const { sync, async: asyncJob, thenable } = jobFunctions(stage);
    const jobs = [
      scheduleJob(EVERY_SECOND, sync as never),
      scheduleJob("named", EVERY_SECOND, asyncJob as never),
      (scheduleJob as Loose)("with callback", EVERY_SECOND, thenable, () => log("callback")),
      (scheduleJob as Loose)(EVERY_SECOND, sync, () => log("callback of the nameless")),
    ];
    jobs.forEach((job, index) => {
      if (job === null) return log("none", index);
      name(job, `job ${index}`);
      log("name", job.name);
      listen(job, stage);
    });
    await clock.advance(2500);
    for (const job of jobs) log("triggered", job?.triggeredJobs(), job?.pendingInvocations.length, job?.cancel());
  },
  specs: async ({ scheduleJob, RecurrenceRule, Range }, stage) => {
    const { log, clock, name } = stage;
    const { sync } = jobFunctions(stage);
    const rule = new RecurrenceRule();
    rule.second = new Range(0, 59, 2);
    const jobs = [
      scheduleJob("rule", rule, sync as never),
      scheduleJob("literal", { second: [1, 3] }, sync as never),
      scheduleJob("date", new Date(clock.now() + 1500), sync as never),
      scheduleJob("number", clock.now() + 2500, sync as never),
      scheduleJob(
        "range",
        {
          start: new Date(clock.now() + 1000),
          end: new Date(clock.now() + 3000),
          rule: EVERY_SECOND,
          tz: "Asia/Kolkata",
        },
        sync as never,
      ),
      scheduleJob("past", new Date(clock.now() - 1000), sync as never),
    ];
    for (const job of jobs) {
      if (job === null) log("refused");
      else log("next", name(job, job.name).nextInvocation()?.toISOString?.());
    }
    await clock.advance(5000);
    for (const job of jobs) log("pending", job?.pendingInvocations.length, job?.cancel());
  },
  "generator and replaced function": async ({ scheduleJob, Job }, stage) => {
    const { log, clock, name } = stage;
    const steps = function* steps(this: unknown): Generator<string> {
      log("generator begins", this);
      yield "one";
      log("generator goes on");
      yield "two";
    };
    const job = name(scheduleJob("steps", EVERY_SECOND, steps as never), "steps");
    listen(job, stage);
    await clock.advance(4000);
    job.cancel();
    const replaced = name(new Job("replaced", () => log("first function")), "replaced");
    replaced.schedule(EVERY_SECOND);
    await clock.advance(1000);
    Reflect.set(replaced, "job", function second(this: unknown, ...args: unknown[]) {
      log("second function", this, args);
    });
    await clock.advance(1000);
    replaced.cancel();
  },
  "by hand": async ({ Job }, stage) => {
    const { log, clock, name } = stage;
    const fns = jobFunctions(stage);
    const job = name(new Job("hand", fns.sync as never, () => log("callback")), "job");
    log(
      "invoke",
      Reflect.apply(job.invoke, job, []),
      Reflect.apply(job.invoke, job, [new Date(0)]),
      job.triggeredJobs(),
    );
    outcome(log, "throwing", () => new Job("bad", fns.throws as never).invoke());
    log("nameless", new Job(fns.sync as never).name.replace(/\d+ .*/, ""));
    log("runOnDate", job.runOnDate(new Date(clock.now() + 1000)));
    await clock.advance(2000);
  },
  "schedule and cancel again": async ({ scheduleJob, rescheduleJob, scheduledJobs, gracefulShutdown }, stage) => {
    const { log, clock, name } = stage;
    const job = name(scheduleJob("moving", EVERY_SECOND, jobFunctions(stage).sync as never), "job");
    listen(job, stage);
    await clock.advance(1000);
    log("cancelNext", job.cancelNext(), job.nextInvocation()?.getTime());
    await clock.advance(2000);
    log("reschedule", job.reschedule("*/2 * * * * *"), rescheduleJob("moving", "*/3 * * * * *") === job);
    await clock.advance(3000);
    log("two at once", job.schedule("*/4 * * * * *"), job.pendingInvocations.length);
    await clock.advance(4000);
    log("cancel and reschedule", job.cancel(true), job.pendingInvocations.length, Object.keys(scheduledJobs));
    await clock.advance(4000);
    log("cancel", job.cancel(), Object.keys(scheduledJobs));
    log("again", job.schedule(EVERY_SECOND));
    await clock.advance(1000);
    await gracefulShutdown();
    log("down", Object.keys(scheduledJobs));
    outcome(log, "unknown", () => rescheduleJob("moving", EVERY_SECOND));
  },
  "with an error listener": async ({ scheduleJob }, stage) => {
    const { log, clock } = stage;
    const fns = jobFunctions(stage);
    for (const fn of [fns.throws, fns.rejects]) {
      const job = stage.name(scheduleJob(fn.name, EVERY_SECOND, fn as never), fn.name);
      job.on("error", (error) => log("event error", error));
      await clock.advance(1000);
      job.cancel();
    }
  },
  "late and blocked": async ({ scheduleJob }, { log, clock }) => {
    let blocked = false;
    const job = scheduleJob(EVERY_SECOND, (fireDate) => {
      log("tick for", fireDate, "at", new Date());
      if (!blocked) clock.jump(2500);
      blocked = true;
    });
    await clock.advance(5000);
    job.cancel();
  },
};

export const crashes: Readonly<Record<string, Scenario<Library>>> = {
  "sync throw": async ({ scheduleJob }, stage) => {
    scheduleJob("crash", EVERY_SECOND, jobFunctions(stage).throws as never);
    await stage.clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    stage.log("still here");
  },
  rejection: async ({ scheduleJob }, stage) => {
    scheduleJob("crash", EVERY_SECOND, jobFunctions(stage).rejects as never);
    await stage.clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    stage.log("still here");
  },
};
