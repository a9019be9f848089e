import { createRequire } from "node:module";

import {
  instrumentCron,
  instrumentCroner,
  instrumentNodeCron,
  instrumentNodeSchedule,
} from "@jobscope/instrumentation";
import * as cron from "cron";
import * as croner from "croner";
import * as nodeCron from "node-cron";
import nodeCronDefault from "node-cron";
import * as nodeSchedule from "node-schedule";
import nodeScheduleDefault from "node-schedule";
import { describe, expect, it } from "vitest";

const require = createRequire(import.meta.url);

/** Another copy of it, as a nested dependency has one. */
function anotherCopyOfCron(): typeof cron {
  const entry = require.resolve("cron");
  const folder = entry.slice(0, entry.lastIndexOf("/cron/"));
  const inside = Object.keys(require.cache).filter((file) => file.startsWith(folder));
  const kept = inside.map((file) => [file, require.cache[file]] as const);
  for (const file of inside) delete require.cache[file];
  const copy: typeof cron = require("cron");
  for (const [file, module] of kept) require.cache[file] = module;
  return copy;
}

describe("one library, given in several ways", () => {
  it("gives the same instrumented exports every time, and for what it gave before", () => {
    for (const [module, instrument, name] of [
      [cron, instrumentCron, "CronJob"],
      [croner, instrumentCroner, "Cron"],
      [nodeCron, instrumentNodeCron, "schedule"],
      [nodeSchedule, instrumentNodeSchedule, "scheduleJob"],
    ] as const) {
      const call = instrument as (module: object) => Record<string, unknown>;
      const once = call(module);
      expect(call(module)).toBe(once);
      expect(call(once)).toBe(once);
      expect(once[name]).not.toBe(Reflect.get(module, name));
      expect(Object.keys(once).toSorted()).toEqual(Object.keys(module).toSorted());
    }
  });

  it("namespace, default export and the object inside share one instrumentation", () => {
    const namespace = instrumentNodeCron(nodeCron);
    expect(instrumentNodeCron(nodeCronDefault).schedule).toBe(namespace.schedule);
    expect(namespace.default.schedule).toBe(namespace.schedule);
    expect(namespace.nodeCron.createTask).toBe(namespace.createTask);
    expect(namespace.validate).toBe(nodeCron.validate);
    expect(instrumentNodeSchedule(nodeScheduleDefault).Job).toBe(instrumentNodeSchedule(nodeSchedule).Job);
  });

  it("does not change the module that it was given", () => {
    const before = { ...nodeScheduleDefault };
    instrumentNodeSchedule(nodeScheduleDefault);
    expect({ ...nodeScheduleDefault }).toEqual(before);
  });

  it("leaves what is not the library alone", () => {
    const other = { CronJob: 5 };
    expect(instrumentCron(other as never)).toBe(other);
  });
});

describe("two copies of one library", () => {
  it("cron: each has its own instrumentation, and instanceof holds within each", () => {
    const copy = anotherCopyOfCron();
    expect(copy.CronJob).not.toBe(cron.CronJob);
    const first = instrumentCron(cron);
    const second = instrumentCron(copy);
    const jobs = [new first.CronJob("* * * * * *", () => {}), new second.CronJob("* * * * * *", () => {})];
    expect(jobs.map((job) => job instanceof first.CronJob)).toEqual([true, false]);
    expect(jobs.map((job) => job instanceof second.CronJob)).toEqual([false, true]);
    expect(jobs.map((job) => job instanceof cron.CronJob)).toEqual([true, false]);
    expect(jobs.map((job) => job instanceof copy.CronJob)).toEqual([false, true]);
  });

  it("croner: the ES module and the CommonJS copy", () => {
    const copy: typeof croner = require("croner");
    const first = instrumentCroner(croner);
    const second = instrumentCroner(copy);
    const jobs = [new first.Cron("* * * * * *", { paused: true }), new second.Cron("* * * * * *", { paused: true })];
    expect(jobs.map((job) => job instanceof first.Cron)).toEqual([true, false]);
    expect(jobs.map((job) => job instanceof copy.Cron)).toEqual([false, true]);
  });

  it("a job of the bare class is an instance of the instrumented one", () => {
    expect(new cron.CronJob("* * * * * *", () => {}) instanceof instrumentCron(cron).CronJob).toBe(true);
    expect(new nodeSchedule.Job("bare", () => {}) instanceof instrumentNodeSchedule(nodeSchedule).Job).toBe(true);
  });
});
