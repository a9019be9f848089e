/** The receiver goes away and comes back, and the monitor dies and comes back, while a service works. */
import { setTimeout as sleep } from "node:timers/promises";

import { expect, test } from "vitest";

import { MonitorProcess } from "../support/monitor-process.ts";
import { expectEverythingAfter } from "../support/outage.ts";
import { startService } from "../support/service-process.ts";

test.concurrent(
  "the receiver is away and back at 50 runs/s: every start and end is there, in order, once",
  { timeout: 60_000 },
  () => expectEverythingAfter({ awayMs: 5_000, workSeconds: 9 }),
);

test.concurrent(
  "kill -9 of the monitor: what ran still runs after its restart and then succeeds; nothing is doubled",
  { timeout: 60_000 },
  async () => {
    await using monitor = await MonitorProcess.start();
    await using service = await startService({
      name: "survivor",
      endpoint: monitor.otlp,
      tmp: monitor.folder,
      beat: 1,
    });
    service.tell("long 9000");
    service.tell("rate 20 6");
    const before = await monitor.api.untilRun("job=long", (run) => run.state === "running");
    await monitor.end("SIGKILL");
    await sleep(1_500);
    await monitor.boot();
    expect(await monitor.api.runs("job=long")).toMatchObject([{ id: before.id, state: "running", provisional: false }]);
    await service.says(/rate done/);
    const steady = await monitor.api.until(
      () => monitor.api.runs("job=steady&state=success"),
      (runs) => runs.length >= 120,
    );
    expect(new Set(steady.map(({ run_id }) => run_id)).size).toBe(120);
    const after = await monitor.api.untilRun("job=long", (run) => run.state !== "running");
    expect(after).toMatchObject({ id: before.id, state: "success", start_time: before.start_time });
    expect((await monitor.api.runs("service=survivor")).length).toBe(121);
    // The process was known live all along: no verdict of it was ever revised.
    expect((await monitor.api.run(before.id)).revisions.filter(({ to }) => to === "error")).toEqual([]);
  },
);
