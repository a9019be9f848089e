import { setTimeout as sleep } from "node:timers/promises";

import { ATTR_JOB_PROCESS_LONGEST_BLOCK } from "@jobscope/semconv";
import { afterEach, expect, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { ownIdentity } from "./process-identity.ts";
import { ProcessReporter } from "./process-reporter.ts";

let telemetry: Telemetry;
afterEach(() => telemetry.dispose());

test("the first beat after a block tells of it, though it comes before the loop's own measurement", async () => {
  telemetry = collectTelemetry();
  const reporter = new ProcessReporter(ownIdentity(), { foundDead: [], release: () => {} }, 50);
  reporter.start();
  const beats = (): readonly number[] =>
    telemetry
      .events("job.process.heartbeat")
      .map(({ attributes }) => Number(attributes[ATTR_JOB_PROCESS_LONGEST_BLOCK]));
  try {
    for (let round = 0; round < 3; round++) {
      // Within a timer: the beat that has fallen due meanwhile follows in the same pass over the timers.
      // oxlint-disable-next-line no-await-in-loop
      const before = await new Promise<number>((resolve) => {
        setTimeout(() => {
          resolve(beats().length);
          const until = performance.now() + 300;
          while (performance.now() < until);
        }, 70);
      });
      // oxlint-disable-next-line no-await-in-loop
      await sleep(20);
      expect(beats()[before]).toBeGreaterThan(0.2);
    }
  } finally {
    reporter.stop("exit");
  }
});
