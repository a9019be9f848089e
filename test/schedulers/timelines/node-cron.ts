import { instrumentNodeCron, withJobOptions, wrapJob } from "@jobscope/instrumentation";
import * as bare from "node-cron";

import type { Timelines } from "./timeline.ts";
import { EVERY_SECOND, HOUR, MINUTE, SECOND, blockAtSecondRun, sleep } from "./timeline.ts";

const cron = instrumentNodeCron(bare, { defaults: { owner: "team" }, jobs: { critical: { criticality: "critical" } } });

export const timelines: Timelines = {
  spring: async (clock) => {
    cron.schedule("30 2 * * *", function daily() {}, { timezone: "Europe/Amsterdam" });
    cron.schedule("*/30 * * * *", function half() {}, { timezone: "Europe/Amsterdam" });
    await clock.advance(28 * HOUR);
  },
  zones: async (clock) => {
    cron.schedule("0 7 * * *", function zoned() {}, { timezone: "America/New_York" });
    await clock.advance(60 * HOUR);
  },
  blocked: async (clock) => {
    cron.schedule(EVERY_SECOND, blockAtSecondRun(clock, 5500));
    await clock.advance(20 * SECOND);
  },
  life: async (clock) => {
    const task = cron.schedule("*/20 * * * * *", function deployed() {});
    await clock.advance(MINUTE);
    await task.stop();
    await clock.advance(MINUTE);
    await task.start();
    await clock.advance(MINUTE);
    await task.destroy();
    await clock.advance(SECOND);
  },
  overlap: async (clock) => {
    cron.schedule(
      EVERY_SECOND,
      function slow() {
        return sleep(2500);
      },
      { noOverlap: true },
    );
    cron.schedule(EVERY_SECOND, function unprotected() {
      return sleep(2500);
    });
    cron.schedule(
      EVERY_SECOND,
      function hung() {
        return new Promise(() => {});
      },
      { noOverlap: true },
    );
    await clock.advance(6 * SECOND);
  },
  names: async (clock) => {
    const same = (): void => {};
    cron.schedule(EVERY_SECOND, same);
    cron.schedule(EVERY_SECOND, same);
    cron.schedule(EVERY_SECOND, () => {});
    cron.schedule(EVERY_SECOND, () => {}, { name: "critical" });
    cron.schedule(
      EVERY_SECOND,
      withJobOptions({ name: "marked", criticality: "high" }, () => {}),
    );
    cron.schedule(
      EVERY_SECOND,
      wrapJob({ name: "by hand" }, () => {}),
    );
    await clock.advance(2 * SECOND);
  },
  lock: async (clock) => {
    cron.schedule(EVERY_SECOND, () => {}, {
      name: "elected",
      distributed: true,
      runCoordinator: { shouldRun: () => false },
    });
    await clock.advance(3 * SECOND);
  },
};
