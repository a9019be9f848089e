/** What takes a minute by its nature: default heartbeats, outages as long as people have them. All at the same time. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { slowTestsRun } from "../support/slow.ts";
import type { Library } from "./services/schedule-jobs.ts";
import { accountOf } from "./support/account.ts";
import { MonitorProcess } from "./support/monitor-process.ts";
import { expectEverythingAfter } from "./support/outage.ts";
import { startService } from "./support/service-process.ts";

const LIBRARIES: readonly Library[] = ["node-cron", "cron", "croner", "node-schedule"];
const slow = slowTestsRun();

describe.runIf(slow).concurrent("with default heartbeats", { timeout: 240_000 }, () => {
  let monitor: MonitorProcess;
  beforeAll(async () => {
    monitor = await MonitorProcess.start();
  });
  afterAll(() => monitor[Symbol.asyncDispose]());

  test.each([
    ["on the monitor's host", false],
    ["elsewhere", true],
  ] as const)("kill -9 of the service, %s: its run is lost within 45 s", async (where, elsewhere) => {
    const name = `killed-${elsewhere}`;
    await using program = await startService({ name, endpoint: monitor.otlp, tmp: monitor.folder, elsewhere });
    program.tell("long 600000");
    await monitor.api.untilRun(`service=${name}`, (run) => run.state === "running");
    await program.end("SIGKILL");
    const killedAt = performance.now();
    const run = await monitor.api.untilRun(`service=${name}`, ({ state }) => state === "error", 60_000);
    const tookMs = performance.now() - killedAt;
    console.info(`kill -9 ${where}: lost after ${Math.round(tookMs)} ms`);
    expect(run).toMatchObject({ error: { type: "lost" }, provisional: elsewhere });
    expect(tookMs).toBeLessThan(45_000);
  });

  test.each([
    ["on the monitor's host", false],
    ["elsewhere", true],
  ] as const)(
    "an event loop blocked for 60 s, %s: not lost for good, each slot accounted for",
    async (where, elsewhere) => {
      const name = `blocked-${elsewhere}`;
      // As dense as the monitor keeps slots for.
      const jobs = LIBRARIES.map((library) => ({
        library,
        name: library,
        cron: "*/10 * * * * *",
        act: { kind: "nothing" } as const,
      }));
      await using program = await startService({ name, endpoint: monitor.otlp, tmp: monitor.folder, elsewhere, jobs });
      program.tell("long 75000");
      const long = `service=${name}&job=long`;
      await monitor.api.untilRun(long, (run) => run.state === "running");
      await monitor.api.until(
        () => monitor.api.runs(`service=${name}&job=cron`),
        (runs) => runs.length > 0,
      );
      program.tell("block 60000");
      const unblocked = new Date(Date.now() + 60_000).toISOString();
      const states = new Set<string>();
      await monitor.api.until(
        async () => {
          for (const run of await monitor.api.runs(long)) states.add(run.state);
          return await Promise.all(
            LIBRARIES.map((library) => monitor.api.runs(`service=${name}&job=${library}&from=${unblocked}`)),
          );
        },
        (found) => found.every((runs) => runs.length >= 2),
        110_000,
      );
      console.info(`blocked for 60 s ${where}: the run was shown as ${[...states].join(", ")}`);
      if (!elsewhere) expect(states.has("error")).toBe(false);
      const ended = await monitor.api.untilRun(long, (run) => run.state !== "running", 30_000);
      expect(ended).toMatchObject({ state: "success", provisional: false });
      for (const library of LIBRARIES) {
        const work = { service: name, job: library, periodSeconds: 10 };
        const account = await monitor.api.until(
          () => accountOf(monitor.api, work),
          ({ unaccounted }) => unaccounted.length === 0,
          40_000,
        );
        if (library !== "node-schedule") expect(account.missed.length, library).toBeGreaterThanOrEqual(4);
      }
      const unknown = await monitor.api.slots(`service=${name}&state=unknown`);
      expect(unknown).toEqual([]);
    },
  );
});

test
  .runIf(slow)
  .concurrent(
    "the receiver is away for 60 s and back at 50 runs/s: every start and end is there, in order, once",
    { timeout: 240_000 },
    () => expectEverythingAfter({ awayMs: 60_000, workSeconds: 66 }),
  );
