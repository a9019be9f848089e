import { instrumentCron, withJobOptions, wrapJob } from "@jobscope/instrumentation";
import * as bare from "cron";

import type { Timelines } from "./timeline.ts";
import { EVERY_SECOND, HOUR, MINUTE, SECOND, blockAtSecondRun, sleep } from "./timeline.ts";

const { CronJob, CronTime } = instrumentCron(bare, {
  defaults: { owner: "team" },
  jobs: { critical: { criticality: "critical" } },
});

const start = true as const;

export const timelines: Timelines = {
  spring: async (clock) => {
    CronJob.from({ cronTime: "30 2 * * *", onTick: function daily() {}, timeZone: "Europe/Amsterdam", start });
    CronJob.from({ cronTime: "*/30 * * * *", onTick: function half() {}, timeZone: "Europe/Amsterdam", start });
    await clock.advance(28 * HOUR);
  },
  zones: async (clock) => {
    CronJob.from({ cronTime: "0 7 * * *", onTick: function zoned() {}, timeZone: "America/New_York", start });
    await clock.advance(60 * HOUR);
  },
  blocked: async (clock) => {
    CronJob.from({ cronTime: EVERY_SECOND, onTick: blockAtSecondRun(clock, 5500), start });
    await clock.advance(20 * SECOND);
  },
  life: async (clock) => {
    const job = CronJob.from({ cronTime: "*/20 * * * * *", onTick: function deployed() {}, start });
    await clock.advance(MINUTE);
    void job.stop();
    await clock.advance(MINUTE);
    job.start();
    await clock.advance(MINUTE);
    job.setTime(new CronTime("*/30 * * * * *"));
    await clock.advance(MINUTE);
  },
  overlap: async (clock) => {
    CronJob.from({
      cronTime: EVERY_SECOND,
      onTick: function slow() {
        return sleep(2500);
      },
      start,
      waitForCompletion: true,
    });
    CronJob.from({
      cronTime: EVERY_SECOND,
      onTick: function unprotected() {
        return sleep(2500);
      },
      start,
    });
    CronJob.from({
      cronTime: EVERY_SECOND,
      onTick: function hung() {
        return new Promise<void>(() => {});
      },
      start,
      waitForCompletion: true,
    });
    await clock.advance(6 * SECOND);
  },
  names: async (clock) => {
    const same = (): void => {};
    CronJob.from({ cronTime: EVERY_SECOND, onTick: same, start });
    CronJob.from({ cronTime: EVERY_SECOND, onTick: same, start });
    CronJob.from({ cronTime: EVERY_SECOND, onTick: () => {}, start });
    CronJob.from({ cronTime: EVERY_SECOND, onTick: () => {}, start, name: "critical" });
    CronJob.from({
      cronTime: EVERY_SECOND,
      onTick: withJobOptions({ name: "marked", criticality: "high" }, () => {}),
      start,
    });
    CronJob.from({ cronTime: EVERY_SECOND, onTick: wrapJob({ name: "by hand" }, () => {}), start });
    await clock.advance(2 * SECOND);
  },
  undeclarable: async (clock) => {
    CronJob.from({ cronTime: "0 0 29 2 *", onTick: function leap() {}, start: false });
    try {
      CronJob.from({ cronTime: "0 0 29 2 *", onTick: function leap() {}, start });
    } catch {
      // The library itself may refuse; then nothing is scheduled and nothing is declared.
    }
    await clock.advance(30 * MINUTE);
  },
  triggers: async (clock) => {
    const job = CronJob.from({ cronTime: EVERY_SECOND, onTick: function main() {}, start, runOnInit: true });
    job.addCallback(function extra() {});
    await clock.advance(1500);
    await job.fireOnTick();
    new CronJob(new Date(clock.now() + 1000), function once() {}, null, true);
    await clock.advance(2 * SECOND);
  },
};
