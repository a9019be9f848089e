import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { registerJob } from "./register-job.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
});
afterEach(() => telemetry.dispose());

const every = (periodMs: number) => ({
  type: "interval" as const,
  expression: `every ${periodMs} ms`,
  nextTimes: (count: number, after: Date = new Date()) =>
    Array.from({ length: count }, (_, i) => new Date((Math.floor(after.getTime() / periodMs) + i + 1) * periodMs)),
});

const eventsOf = (event: string, name: string) =>
  telemetry.events(event).filter((record) => record.attributes["job.name"] === name);

function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

test("a job is declared with its library's next 20 instants, off the call", async () => {
  const asked = vi.fn(every(60_000).nextTimes);
  const registration = registerJob({
    name: "declared",
    system: "croner",
    startMargin: 30,
    schedule: { ...every(60_000), nextTimes: asked },
  });
  expect(asked).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(eventsOf("job.declared", "declared")).toHaveLength(1));
  expect(eventsOf("job.declared", "declared")[0]?.attributes).toMatchObject({
    "job.system.name": "croner",
    "job.scope": "instance",
    "job.criticality": "normal",
    "job.start_margin": 30,
    "job.schedule.type": "interval",
    "job.schedule.expression": "every 60000 ms",
    "job.schedule.next_times": expect.toSatisfy(
      (times: string[]) => times.length === 20 && Date.parse(times[0] ?? "") > Date.now(),
    ),
  });
  const next = (await telemetry.metrics())["job.next_run.timestamp"];
  expect(
    next?.some(
      ([attributes, value]) => JSON.stringify(attributes).includes("declared") && Number(value) > Date.now() / 1000,
    ),
  ).toBe(true);
  registration.remove();
});

test("a library that throws is asked again no sooner than it must, and said once", async () => {
  const nextTimes = vi.fn(() => {
    throw new Error("no such day");
  });
  const registration = registerJob({ name: "unknown.times", system: "cron", schedule: { type: "cron", nextTimes } });
  await vi.waitFor(() => expect(eventsOf("job.declared", "unknown.times")).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(nextTimes).toHaveBeenCalledTimes(1);
  const said = telemetry.logs().filter((record) => String(record.body).includes('job "unknown.times"'));
  expect(said.map((record) => record.severityText)).toEqual(["WARN"]);
  registration.remove();
});

test("slots of a dense schedule that a blocked loop swallowed are reported, each once, and no start is", async () => {
  const periodMs = 500;
  const registration = registerJob({ name: "dense", system: "cron", schedule: every(periodMs) });
  const run = registration.wrap(() => {});
  await vi.waitFor(() => expect(eventsOf("job.declared", "dense")).toHaveLength(1));
  let timer: NodeJS.Timeout | undefined;
  // As a scheduler does: after a block it goes on with the next instant and says nothing of those that passed.
  const next = (): void => {
    timer = setTimeout(
      () => {
        run();
        next();
      },
      periodMs - (Date.now() % periodMs),
    );
  };
  next();
  await new Promise((resolve) => setTimeout(resolve, 1600));
  block(3000);
  const blocked = (): number =>
    eventsOf("job.slot.missed", "dense")
      .filter((record) => record.attributes["job.slot.missed.cause"] === "blocked_loop")
      .reduce((sum, record) => sum + Number(record.attributes["job.slot.count"]), 0);
  await vi.waitFor(() => expect(blocked()).toBeGreaterThanOrEqual(4), { timeout: 8000 });
  clearTimeout(timer);
  expect(blocked()).toBeLessThanOrEqual(8);
  const missed = (await telemetry.metrics())["job.missed.runs"] ?? [];
  expect(missed.some(([attributes]) => JSON.stringify(attributes).includes("blocked_loop"))).toBe(true);
  registration.remove();
});

test("skipped, paused, resumed, removed, missed by the library", async () => {
  const registration = registerJob({ name: "switched", system: "node_cron", schedule: every(60_000) });
  registration.skip("overlap", new Date(60_000));
  registration.pause();
  registration.pause();
  registration.resume();
  registration.missed({ from: new Date(60_000), to: new Date(120_000), count: 2, cause: "library" });
  registration.remove();
  registration.remove();
  const names = telemetry.logs().filter((record) => record.attributes["job.name"] === "switched");
  expect(names.map((record) => record.eventName)).toEqual([
    "job.run.skip",
    "job.paused",
    "job.resumed",
    "job.slot.missed",
    "job.removed",
  ]);
  expect(names[0]?.attributes).toMatchObject({
    "job.run.result": "skip",
    "job.run.skip.reason": "overlap",
    "job.run.scheduled_time": "1970-01-01T00:01:00.000Z",
  });
  expect(names[3]?.attributes).toMatchObject({ "job.slot.count": 2, "job.slot.missed.cause": "library" });
  const metrics = await telemetry.metrics();
  expect(metrics["job.skipped.runs"]).toContainEqual([{ "job.name": "switched", "job.run.skip.reason": "overlap" }, 1]);
  expect(metrics["job.missed.runs"]).toContainEqual([
    { "job.name": "switched", "job.slot.missed.cause": "library" },
    2,
  ]);
});
