import { waitFor } from "@jobscope/testkit";
import * as croner from "croner";
import { beforeEach, expect, onTestFinished, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { registerJob } from "../lifecycle/register-job.ts";
import { wrapJob } from "../lifecycle/wrap-job.ts";
import { instrumentCroner } from "../schedulers/croner/instrument-croner.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
  onTestFinished(() => telemetry.dispose());
});

/** Of one library: the value of each metric about it. */
async function stateOf(system: string): Promise<Record<string, number | undefined>> {
  const metrics = await telemetry.metrics();
  const value = (name: string, key: string, wanted: string): number | undefined => {
    const point = metrics[name]?.find(([attributes]) => Reflect.get(Object(attributes), key) === wanted);
    return point && Number(point[1]);
  };
  return {
    jobs: value("jobscope.scheduler.jobs", "job.system.name", system),
    running: value("jobscope.scheduler.active_runs", "job.system.name", system),
    lastTick: value("jobscope.scheduler.last_tick.timestamp", "job.system.name", system),
    healthy: value("jobscope.component.healthy", "jobscope.component.name", `scheduler/${system}`),
  };
}

test("a library tells its jobs, its runs and its last tick, without configuration", async () => {
  const { Cron } = instrumentCroner(croner);
  let end = (): void => {};
  const job = new Cron(
    "* * * * * *",
    { name: "each second", protect: true },
    () => new Promise<void>((done) => (end = done)),
  );
  const other = new Cron("0 0 1 1 *", { name: "new year" }, () => {});
  wrapJob({ name: "by hand" }, () => 1)();
  await waitFor("a run", async () => (await stateOf("croner"))["running"] === 1);
  const state = await stateOf("croner");
  expect(state).toMatchObject({ jobs: 2, healthy: 1 });
  expect(Math.abs((state["lastTick"] ?? 0) - Date.now() / 1000)).toBeLessThan(30);
  // A tick that the library skips, because the run before it goes on, is a tick.
  const tick = state["lastTick"] ?? 0;
  await waitFor("a skip", async () => ((await stateOf("croner"))["lastTick"] ?? 0) > tick);
  job.stop();
  other.stop();
  end();
  await waitFor("the end", async () => (await stateOf("croner"))["running"] === 0);
  expect(await stateOf("croner")).toMatchObject({ jobs: 0, running: 0, healthy: 1 });
  expect((await stateOf("custom"))["jobs"]).toBeUndefined();
});

test("a library that lets a slot pass is unhealthy until its next tick, or until the job leaves it", async () => {
  const dueInSeconds = (count: number, after: Date = new Date()): Date[] =>
    Array.from({ length: count }, (_, i) => new Date((Math.floor(after.getTime() / 1000) + i + 1) * 1000));
  const dead = registerJob({
    name: "dead timer",
    system: "node_schedule",
    startMargin: 0.2,
    schedule: { type: "interval", nextTimes: dueInSeconds },
  });
  await waitFor("the first slot to pass", async () => (await stateOf("node_schedule"))["healthy"] === 0);
  expect(await stateOf("node_schedule")).toMatchObject({ jobs: 1, running: 0, lastTick: undefined });
  dead.begin().succeed();
  expect((await stateOf("node_schedule"))["healthy"]).toBe(1);
  await waitFor("another slot to pass", async () => (await stateOf("node_schedule"))["healthy"] === 0);
  dead.pause();
  expect((await stateOf("node_schedule"))["healthy"]).toBe(1);
  dead.remove();
  expect(await stateOf("node_schedule")).toMatchObject({ jobs: 0, healthy: 1 });
});
