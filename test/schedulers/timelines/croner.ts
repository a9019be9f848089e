import { instrumentCroner, withJobOptions, wrapJob } from "@jobscope/instrumentation";
import * as bare from "croner";

import type { Timelines } from "./timeline.ts";
import { EVERY_SECOND, HOUR, MINUTE, SECOND, blockAtSecondRun, sleep } from "./timeline.ts";

const { Cron } = instrumentCroner(bare, {
  defaults: { owner: "team" },
  jobs: { critical: { criticality: "critical" } },
});

export const timelines: Timelines = {
  spring: async (clock) => {
    new Cron("30 2 * * *", { timezone: "Europe/Amsterdam" }, function daily() {});
    new Cron("*/30 * * * *", { timezone: "Europe/Amsterdam" }, function half() {});
    await clock.advance(28 * HOUR);
  },
  zones: async (clock) => {
    new Cron("0 7 * * *", { timezone: "America/New_York" }, function zoned() {});
    await clock.advance(60 * HOUR);
  },
  blocked: async (clock) => {
    new Cron(EVERY_SECOND, blockAtSecondRun(clock, 5500));
    await clock.advance(20 * SECOND);
  },
  life: async (clock) => {
    const job = new Cron("*/20 * * * * *", function deployed() {});
    await clock.advance(MINUTE);
    job.pause();
    await clock.advance(MINUTE);
    job.resume();
    await clock.advance(MINUTE);
    job.stop();
    await clock.advance(SECOND);
  },
  overlap: async (clock) => {
    new Cron(EVERY_SECOND, { protect: true }, function slow() {
      return sleep(2500);
    });
    new Cron(EVERY_SECOND, function unprotected() {
      return sleep(2500);
    });
    new Cron(EVERY_SECOND, { protect: true }, function hung() {
      return new Promise<void>(() => {});
    });
    await clock.advance(6 * SECOND);
  },
  names: async (clock) => {
    const same = (): void => {};
    new Cron(EVERY_SECOND, same);
    new Cron(EVERY_SECOND, same);
    new Cron(EVERY_SECOND, () => {});
    new Cron(EVERY_SECOND, { name: "critical" }, () => {});
    new Cron(
      EVERY_SECOND,
      withJobOptions({ name: "marked", criticality: "high" }, () => {}),
    );
    new Cron(
      EVERY_SECOND,
      wrapJob({ name: "by hand" }, () => {}),
    );
    await clock.advance(2 * SECOND);
  },
  triggers: async (clock) => {
    const job = new Cron(EVERY_SECOND, function main() {});
    await clock.advance(1500);
    await job.trigger();
    new Cron(new Date(clock.now() + 1000), function once() {});
    await clock.advance(3 * SECOND);
  },
};
