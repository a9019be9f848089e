import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const minutely = { name: "sync", periodMs: MINUTE, runMs: 2000 };

describe("pipeline silent", () => {
  const rules = [ruleOf({ kind: "pipeline_silent", afterMs: 5 * MINUTE })];

  test("nothing from anybody for five minutes; over with the first word", () => {
    const world = new OutcomeWorld({ rules });
    const a = world.start("a", { jobs: [minutely] });
    world.start("b", { jobs: [minutely], service: "mail" });
    world.pass(10 * MINUTE);
    world.processes.delete(a);
    world.pass(10 * MINUTE);
    expect(world.watch.turns).toEqual([]);
    world.processes.clear();
    world.pass(4 * MINUTE);
    expect(world.watch.turns).toEqual([]);
    world.pass(2 * MINUTE);
    expect(world.watch.turns).toMatchObject([
      { to: "firing", labels: {}, sample: { evidence: { finding: expect.stringContaining("any of 2 services") } } },
    ]);
    world.send(a.beat());
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(world.watch.turns[1]?.cleared?.reason).toMatch(/^telemetry arrives again since /);
  });

  test("a monitor that slept or was down blames nobody; one where nothing ever arrived, or everybody stopped in order, neither", () => {
    const world = new OutcomeWorld({ rules });
    world.pass(HOUR);
    expect(world.watch.turns).toEqual([]);
    const process = world.start("a", { jobs: [minutely] });
    world.pass(MINUTE);
    world.clock.advance(8 * HOUR);
    world.watch.grid(world.clock.nowMs());
    expect(world.watch.turns).toEqual([]);
    process.wake();
    world.pass(MINUTE);
    world.stop(process);
    world.pass(HOUR);
    expect(world.watch.turns).toEqual([]);
  });

  test("after a restart of the monitor the silence starts anew", () => {
    const world = new OutcomeWorld({ rules });
    const process = world.start("a", { jobs: [minutely] });
    world.pass(MINUTE);
    world.processes.delete(process);
    world.clock.advance(HOUR);
    world.restart();
    expect(world.watch.turns).toEqual([]);
    world.pass(4 * MINUTE);
    expect(world.watch.turns).toEqual([]);
    world.pass(2 * MINUTE);
    expect(world.watch.active("pipeline_silent")).toHaveLength(1);
  });
});

describe("process lost", () => {
  const rules = [ruleOf({ kind: "process_lost" })];

  test("a sibling that ran beside it all along is no successor, one that began later is", () => {
    const world = new OutcomeWorld({ rules });
    const first = world.start("a", { jobs: [minutely] });
    world.pass(10_000);
    world.start("b", { jobs: [minutely] });
    world.pass(10 * MINUTE);
    world.kill(first);
    world.pass(10 * MINUTE);
    expect(world.watch.active("process_lost")).toMatchObject([
      {
        labels: { service_name: "billing", service_instance_id: "a", deployment_environment_name: "test" },
        evidence: { instanceKey: first.source.serviceId + "~a" },
      },
    ]);
    world.start("c", { jobs: [minutely] });
    expect(world.watch.active("process_lost")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toMatch(/^process c runs in its place since /);
  });

  test("names its process id and the runs that were under way", () => {
    const world = new OutcomeWorld({ rules });
    const identity = { pid: 4711, bootId: "boot", pidNamespace: "4026531836", kernelStartTime: "99" };
    const process = world.start("a", { jobs: [{ name: "report", periodMs: MINUTE, runMs: HOUR }], process: identity });
    world.pass(90_000);
    const [run] = [...world.store.runs.values()];
    world.kill(process);
    world.pass(2 * MINUTE);
    const [alert] = world.watch.active("process_lost");
    expect(alert?.evidence?.finding).toMatch(/^Process a \(pid 4711\) .* with 1 run under way \(report .+\); /);
    expect(alert?.evidence?.finding).toContain(`(report ${run?.runId})`);
  });

  test("a stop in order that was told late takes it back", () => {
    const world = new OutcomeWorld({ rules });
    const process = world.start("a", { jobs: [minutely] });
    world.pass(MINUTE);
    const stop = process.source.stop();
    world.processes.delete(process);
    world.pass(2 * MINUTE);
    expect(world.watch.active("process_lost")).toHaveLength(1);
    world.send([stop]);
    expect(world.watch.active("process_lost")).toEqual([]);
  });

  test("one that owes nothing and never comes back is told for a day", () => {
    const world = new OutcomeWorld({ rules });
    const process = world.start("a");
    world.pass(MINUTE);
    world.kill(process);
    world.pass(MINUTE);
    expect(world.watch.active("process_lost")).toHaveLength(1);
    world.clock.advance(DAY);
    world.watch.grid(world.clock.nowMs());
    expect(world.watch.active("process_lost")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toContain("gone for 1 d");
  });

  test("the jobs it left behind are retired: over once something runs in its place", () => {
    const world = new OutcomeWorld({ rules });
    const process = world.start("a", { jobs: [minutely] });
    world.pass(MINUTE);
    world.kill(process);
    world.pass(MINUTE);
    world.start("b", { jobs: [{ name: "other", periodMs: MINUTE, runMs: 10 }] });
    expect(world.watch.active("process_lost")).toHaveLength(1);
    world.store.apply(world.tracker.retire(`${process.source.serviceId}~sync`, "gone"));
    expect(world.watch.active("process_lost")).toEqual([]);
  });

  test("nobody heard it die: the same after a restart of the monitor", () => {
    const world = new OutcomeWorld({ rules });
    const process = world.start("a", { jobs: [minutely] });
    world.pass(MINUTE);
    world.kill(process);
    world.pass(2 * MINUTE);
    world.restart();
    world.pass(5 * MINUTE);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing"]);
  });
});

describe("telemetry stopped", () => {
  const rules = [ruleOf({ kind: "telemetry_stopped" })];

  test("names the jobs; over as one declares them again", () => {
    const world = new OutcomeWorld({ rules });
    const hourly = { name: "report", periodMs: HOUR, runMs: 10 };
    const process = world.start("a", { jobs: [minutely, hourly] });
    world.pass(5 * MINUTE + 30_000);
    world.stop(process);
    world.pass(10 * MINUTE);
    expect(world.watch.turns).toMatchObject([{ to: "firing", sample: { value: 2 } }]);
    expect(world.watch.turns[0]?.sample.evidence?.finding).toContain("2 scheduled jobs (sync, report)");
    // Two jobs are not twice, and the last good run of one of them says nothing of the other.
    expect(world.watch.turns[0]?.sample.evidence).not.toHaveProperty("count");
    expect(world.watch.turns[0]?.sample.evidence).not.toHaveProperty("lastGoodMs");
    world.start("b", { jobs: [minutely] });
    expect(world.watch.active("telemetry_stopped")).toMatchObject([{ value: 1 }]);
    world.pass(MINUTE);
    world.start("c", { jobs: [hourly] });
    expect(world.watch.active("telemetry_stopped")).toEqual([]);
    expect(world.watch.turns.at(-1)?.cleared?.reason).toBe(
      "every job of the service is declared again, paused or retired",
    );
  });
});
