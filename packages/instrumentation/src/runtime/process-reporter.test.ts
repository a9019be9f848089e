import { setTimeout as sleep } from "node:timers/promises";

import { ATTR_JOB_PROCESS_LONGEST_BLOCK } from "@jobscope/semconv";
import { afterEach, expect, test, vi } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { wrapJob } from "../lifecycle/wrap-job.ts";
import { recordConfig } from "../record/config.ts";
import { ownIdentity } from "./process-identity.ts";
import { ProcessReporter } from "./process-reporter.ts";

let telemetry: Telemetry;
afterEach(() => telemetry.dispose());

function report(intervalMs: number, snapshotIntervalMs: number): ProcessReporter {
  const lease = { foundDead: [], release: () => {} };
  const reporter = new ProcessReporter({ identity: ownIdentity(), lease, intervalMs, snapshotIntervalMs });
  reporter.start();
  return reporter;
}

test("the first beat after a block tells of it, though it comes before the loop's own measurement", async () => {
  telemetry = collectTelemetry();
  const reporter = report(50, 60_000);
  const beats = (): readonly number[] =>
    telemetry
      .events("job.process.heartbeat")
      .map(({ attributes }) => Number(attributes[ATTR_JOB_PROCESS_LONGEST_BLOCK]));
  try {
    for (let round = 0; round < 3; round++) {
      // Within a timer: the beat that has fallen due meanwhile follows in the same pass over the timers.
      const before = await new Promise<number>((resolve) => {
        setTimeout(() => {
          resolve(beats().length);
          const until = performance.now() + 300;
          while (performance.now() < until);
        }, 70);
      });
      await sleep(20);
      expect(beats()[before]).toBeGreaterThan(0.2);
    }
  } finally {
    reporter.stop("exit");
  }
});

test("a snapshot per metric interval, and a last one, with the runs since the one before", async () => {
  telemetry = collectTelemetry();
  const reporter = report(60_000, 100);
  const snapshots = () => telemetry.events("metrics.snapshot").map(({ attributes }) => attributes);
  const run = wrapJob({ name: "snapshot" }, async (fails: boolean) => {
    if (fails) throw new Error("no");
  });
  await run(false);
  await expect(run(true)).rejects.toThrow("no");
  await vi.waitFor(() => expect(snapshots().length).toBeGreaterThan(1), { timeout: 5000 });
  await run(false);
  reporter.stop("exit");
  const sum = (key: string): number => snapshots().reduce((total, attributes) => total + Number(attributes[key]), 0);
  expect([sum("job.process.runs.success"), sum("job.process.runs.failure")]).toEqual([2, 1]);
  expect(snapshots().at(-1)).toMatchObject({
    "log.category": "metrics",
    "job.process.runs.success": 1,
    "job.process.runs.failure": 0,
    "job.process.active_run_count": 0,
    "job.process.longest_block": expect.any(Number),
  });
  expect(snapshots().at(-1)?.["process.memory.usage"]).toBeGreaterThan(1e6);
});

test("a level above info holds the snapshots back, the beats not", async () => {
  telemetry = collectTelemetry();
  recordConfig.logLevel = "warn";
  try {
    const reporter = report(20, 20);
    await vi.waitFor(() => expect(telemetry.events("job.process.heartbeat").length).toBeGreaterThan(3));
    reporter.stop("exit");
    expect(telemetry.events("metrics.snapshot")).toEqual([]);
  } finally {
    recordConfig.logLevel = "info";
  }
});
