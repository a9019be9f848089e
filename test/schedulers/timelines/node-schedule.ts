import { instrumentNodeSchedule, withJobOptions, wrapJob } from "@jobscope/instrumentation";
import bare from "node-schedule";

import type { Timelines } from "./timeline.ts";
import { EVERY_SECOND, HOUR, MINUTE, SECOND, blockAtSecondRun, sleep } from "./timeline.ts";

const { scheduleJob, Job, RecurrenceRule } = instrumentNodeSchedule(bare, {
  defaults: { owner: "team" },
  jobs: { critical: { criticality: "critical" } },
});

export const timelines: Timelines = {
  spring: async (clock) => {
    scheduleJob({ rule: "30 2 * * *", tz: "Europe/Amsterdam" }, function daily() {});
    scheduleJob({ rule: "*/30 * * * *", tz: "Europe/Amsterdam" }, function half() {});
    const rule = new RecurrenceRule();
    Object.assign(rule, { hour: 2, minute: 30, tz: "Europe/Amsterdam" });
    scheduleJob(rule, function byRule() {});
    await clock.advance(28 * HOUR);
  },
  zones: async (clock) => {
    scheduleJob({ rule: "0 7 * * *", tz: "America/New_York" }, function zoned() {});
    await clock.advance(60 * HOUR);
  },
  blocked: async (clock) => {
    scheduleJob(EVERY_SECOND, blockAtSecondRun(clock, 5500));
    await clock.advance(20 * SECOND);
  },
  life: async (clock) => {
    const job = scheduleJob("*/20 * * * * *", function deployed() {});
    await clock.advance(MINUTE);
    job.cancelNext();
    await clock.advance(MINUTE);
    job.reschedule("*/30 * * * * *");
    await clock.advance(MINUTE);
    job.cancel();
    await clock.advance(SECOND);
  },
  overlap: async (clock) => {
    scheduleJob(EVERY_SECOND, function unprotected() {
      return sleep(2500);
    });
    await clock.advance(6 * SECOND);
  },
  names: async (clock) => {
    const same = (): void => {};
    scheduleJob(EVERY_SECOND, same);
    scheduleJob(EVERY_SECOND, same);
    scheduleJob(EVERY_SECOND, () => {});
    scheduleJob("critical", EVERY_SECOND, () => {});
    scheduleJob(
      EVERY_SECOND,
      withJobOptions({ name: "marked", criticality: "high" }, () => {}),
    );
    scheduleJob(
      EVERY_SECOND,
      wrapJob({ name: "by hand" }, () => {}),
    );
    await clock.advance(2 * SECOND);
  },
  triggers: async (clock) => {
    const job = new Job("main", () => {});
    job.schedule(EVERY_SECOND);
    await clock.advance(1500);
    job.invoke();
    scheduleJob(new Date(clock.now() + 1000), function once() {});
    scheduleJob(EVERY_SECOND, function* steps() {
      yield 1;
    } as never);
    await clock.advance(2 * SECOND);
  },
};
