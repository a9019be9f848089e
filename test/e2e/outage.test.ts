/** The receiver goes away and comes back, and the monitor dies and comes back, while a service works. */
import { ATTR_JOB_EVENT_SEQUENCE, ATTR_LOG_RECORD_UID, EVENT_JOB_RUN_END, EVENT_JOB_RUN_START } from "@jobscope/semconv";
import { OtlpRelay } from "@jobscope/testkit";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";

import { MonitorProcess } from "./support/monitor-process.ts";
import { startService } from "./support/service-process.ts";
import { slowTestsRun } from "./support/slow.ts";

interface Outage {
  readonly awayMs: number;
  readonly workSeconds: number;
}

const PER_SECOND = 50;

async function expectEverythingAfter({ awayMs, workSeconds }: Outage): Promise<void> {
  await using monitor = await MonitorProcess.start();
  await using relay = await OtlpRelay.start(monitor.otlp);
  await using service = await startService({ name: "steady", endpoint: relay.url, tmp: monitor.folder });
  service.tell(`rate ${PER_SECOND} ${workSeconds}`);
  await monitor.api.until(() => monitor.api.runs("job=steady"), (runs) => runs.length > 10);
  await relay.goAway();
  await sleep(awayMs);
  await relay.comeBack();
  await service.says(/rate done/, 120_000);
  const all = PER_SECOND * workSeconds;
  const runs = await monitor.api.until(
    () => monitor.api.runs("job=steady&state=success"),
    (found) => found.length >= all,
    30_000,
  );
  expect(runs).toHaveLength(all);
  expect(await monitor.api.runs("job=steady")).toHaveLength(all);
  const { totals } = await monitor.api.job("job=steady");
  expect(totals).toMatchObject({ total: all, by_state: { success: all } });

  // What was on its way when the connection broke may have come twice; its first arrival counts.
  const first = new Map(relay.logs.map((record) => [record.attributes[ATTR_LOG_RECORD_UID], record]).toReversed());
  const arrived = [...first.values()].toReversed().filter((record) => record.eventName.startsWith("job.run."));
  expect(arrived.filter((record) => record.eventName === EVENT_JOB_RUN_START)).toHaveLength(all);
  expect(arrived.filter((record) => record.eventName === EVENT_JOB_RUN_END)).toHaveLength(all);
  const sequence = arrived.map((record) => Number(record.attributes[ATTR_JOB_EVENT_SEQUENCE]));
  expect(sequence).toEqual(sequence.toSorted((a, b) => a - b));
  await service.end("SIGTERM");
  expect(service.stderr).not.toContain("could not be delivered");
}

test("the receiver is away for a while and back at 50 runs/s: every start and end is there, in order, once", { timeout: 60_000 }, () =>
  expectEverythingAfter({ awayMs: 5_000, workSeconds: 9 }),
);

test.runIf(slowTestsRun())(
  "the receiver is away for 60 s and back at 50 runs/s: every start and end is there, in order, once",
  { timeout: 180_000 },
  () => expectEverythingAfter({ awayMs: 60_000, workSeconds: 66 }),
);

test("kill -9 of the monitor: what ran still runs after its restart and then succeeds; nothing is doubled", { timeout: 60_000 }, async () => {
  await using monitor = await MonitorProcess.start();
  await using service = await startService({ name: "survivor", endpoint: monitor.otlp, tmp: monitor.folder, beat: 1 });
  service.tell("long 9000");
  service.tell("rate 20 6");
  const before = await monitor.api.untilRun("job=long", (run) => run.state === "running");
  await monitor.end("SIGKILL");
  await sleep(1_500);
  await monitor.boot();
  expect(await monitor.api.runs("job=long")).toMatchObject([{ id: before.id, state: "running", provisional: false }]);
  await service.says(/rate done/);
  const steady = await monitor.api.until(() => monitor.api.runs("job=steady&state=success"), (runs) => runs.length >= 120);
  expect(new Set(steady.map(({ run_id }) => run_id)).size).toBe(120);
  const after = await monitor.api.untilRun("job=long", (run) => run.state !== "running");
  expect(after).toMatchObject({ id: before.id, state: "success", start_time: before.start_time });
  expect((await monitor.api.runs("service=survivor")).length).toBe(121);
  // The process was known live all along: no verdict of it was ever revised.
  expect((await monitor.api.run(before.id)).revisions.filter(({ to }) => to === "error")).toEqual([]);
});
