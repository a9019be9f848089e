import { SimulatedProcess, VirtualClock } from "@jobscope/testkit";
import type { SimulatedJob, SimulatedProcessOptions } from "@jobscope/testkit";
import type { ProcessIdentity } from "@jobscope/tracker";
import { describe, expect, test } from "vitest";

import { OutcomeWorld, type Turn, ruleOf } from "../../../test/outcome/outcome-world.ts";
import type { OutcomeCondition } from "../../model/rule.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const minutely: SimulatedJob = { name: "sync", periodMs: MINUTE, runMs: 2000 };
const hourly: SimulatedJob = { name: "report", periodMs: HOUR, runMs: 5000 };

/** Every kind of rule, as sharp as it can be. */
const RULES = [
  ruleOf({ kind: "consecutive_failures", atLeast: 1 }),
  ruleOf({ kind: "failure_rate", rate: 0.05, windowMs: HOUR, minRuns: 20, confidence: 0.95 }),
  ruleOf({ kind: "average_duration", aboveMs: 4 * HOUR, runs: 20, minRuns: 5 }),
  ruleOf({ kind: "degradation", recent: 5, baseline: 20, factor: 2 }),
  ruleOf({ kind: "error_spike", above: 10, windowMs: HOUR }),
  ruleOf({ kind: "missed", atLeast: 1 }),
  ruleOf({ kind: "late" }),
  ruleOf({ kind: "stuck", runtimeMs: 4 * HOUR }),
  ruleOf({ kind: "finish_by" }),
  ruleOf({ kind: "lost" }),
  ruleOf({ kind: "process_lost" }),
  ruleOf({ kind: "telemetry_stopped" }),
  ruleOf({ kind: "pipeline_silent", afterMs: 30 * DAY }),
  ruleOf({ kind: "shared_error", jobs: 3, windowMs: 900_000 }),
];

function newWorld(
  options: { clock?: VirtualClock; isProcessAlive?: (process: ProcessIdentity) => boolean | undefined } = {},
): OutcomeWorld {
  return new OutcomeWorld({ rules: RULES, ...options });
}

const boot = (world: OutcomeWorld, id: string, options: Partial<SimulatedProcessOptions> = {}): SimulatedProcess =>
  world.start(id, { jobs: [minutely], ...options });

/** What was told, in order: `process_lost:a +`, `missed:sync -`. */
const told = (world: OutcomeWorld): readonly string[] => world.watch.turns.map(nameOf);

function nameOf({ rule, to, labels }: Turn): string {
  const subject = labels["job_name"] ?? labels["service_instance_id"] ?? labels["service_name"] ?? "";
  return `${rule}:${subject} ${to === "firing" ? "+" : "-"}`;
}

const firing = (world: OutcomeWorld): readonly OutcomeCondition["kind"][] =>
  RULES.map(({ condition }) => condition.kind).filter((kind) => world.watch.active(kind).length > 0);

describe("what is alerted in the tracker's scenarios", () => {
  test("rolling restart of 3 replicas, old ones stopped cleanly: nothing", () => {
    const world = newWorld();
    const old = ["a", "b", "c"].map((id) => boot(world, id));
    world.pass(10 * MINUTE);
    for (const [index, process] of old.entries()) {
      boot(world, `new-${index}`);
      world.pass(20_000);
      world.stop(process);
      world.pass(25_000);
    }
    world.pass(30 * MINUTE);
    expect(told(world)).toEqual([]);
  });

  test("rolling restart, new ones start after the old ones stopped, and report late: nothing", () => {
    const world = newWorld();
    const old = ["a", "b", "c"].map((id) => boot(world, id));
    world.pass(10 * MINUTE + 5000);
    for (const [index, process] of old.entries()) {
      world.stop(process);
      world.pass(20_000);
      boot(world, `new-${index}`);
      world.pass(25_000);
    }
    world.pass(30 * MINUTE);
    expect(told(world)).toEqual([]);
  });

  test("3 containers share one `/tmp`: nothing", () => {
    const world = newWorld();
    const container = (id: string, namespace: string, foundDead: readonly string[]): SimulatedProcess =>
      boot(world, id, {
        foundDead,
        process: { pid: 1, bootId: "boot-1", pidNamespace: namespace, kernelStartTime: "7" },
      });
    container("a", "pid:[1]", []);
    world.pass(MINUTE);
    container("b", "pid:[2]", ["a"]);
    world.pass(MINUTE);
    container("c", "pid:[3]", ["a", "b"]);
    world.pass(5 * MINUTE);
    expect(told(world)).toEqual([]);
  });

  test("web and worker under one service name; worker OOM-killed, web restarts: process lost, telemetry stopped, then missed; each ends once the worker is back", () => {
    const world = newWorld();
    const web: SimulatedJob = { name: "cache", periodMs: MINUTE, runMs: 100 };
    const first = boot(world, "web-1", { jobs: [web] });
    const worker = boot(world, "worker-1", { jobs: [minutely] });
    world.pass(5 * MINUTE + 20_000);
    world.kill(worker);
    world.pass(MINUTE);
    world.stop(first);
    boot(world, "web-2", { jobs: [web] });
    world.pass(30 * MINUTE);
    expect(told(world)).toEqual(["process_lost:worker-1 +", "telemetry_stopped:billing +"]);
    expect(world.watch.turns[1]?.sample.evidence?.finding).toContain("1 scheduled job (sync)");
    boot(world, "worker-2", { jobs: [minutely] });
    world.pass(5 * MINUTE);
    expect(told(world).slice(2).toSorted()).toEqual([
      "missed:sync +",
      "missed:sync -",
      "process_lost:worker-1 -",
      "telemetry_stopped:billing -",
    ]);
    expect(world.watch.turnsOf("missed")[0]?.sample.evidence?.finding).toContain("no process was running");
    expect(world.watch.turnsOf("missed")[1]?.cleared?.reason).toMatch(/^the slot at .* was met$/);
    expect(world.watch.turnsOf("process_lost")[1]?.cleared?.reason).toContain("worker-2");
  });

  test("crash-looping deploy: starts, dies before declaring: telemetry stopped, then missed once a process declares the jobs", () => {
    const world = newWorld();
    const old = boot(world, "a");
    world.pass(5 * MINUTE + 30_000);
    world.stop(old);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const crash = new SimulatedProcess({ clock: world.clock, instanceId: `crash-${attempt}`, jobs: [] });
      world.send([crash.source.start()]);
      world.pass(MINUTE);
    }
    expect(told(world)).toEqual(["telemetry_stopped:billing +"]);
    boot(world, "b");
    world.pass(2 * MINUTE);
    expect(told(world).slice(1).toSorted()).toEqual(["missed:sync +", "missed:sync -", "telemetry_stopped:billing -"]);
  });

  test.each(["job.removed", "job.paused"] as const)(
    "`task.stop()` in a SIGTERM handler at each deploy (%s): nothing",
    (kind) => {
      const world = newWorld();
      let process = boot(world, "deploy-0");
      for (let deploy = 1; deploy <= 3; deploy += 1) {
        world.pass(5 * MINUTE + 30_000);
        world.send([process.source.switched(kind, "sync")]);
        world.pass(3000);
        world.stop(process);
        world.pass(5000);
        process = boot(world, `deploy-${deploy}`);
      }
      world.pass(5 * MINUTE);
      expect(told(world)).toEqual([]);
    },
  );

  test("monthly job, service stopped on the 28th and not restarted: telemetry stopped on the 1st, once", () => {
    const clock = new VirtualClock(Date.UTC(2026, 9, 28, 12));
    const world = newWorld({ clock });
    const process = boot(world, "a", { jobs: [] });
    const due = [Date.UTC(2026, 10, 1, 3), Date.UTC(2026, 11, 1, 3), Date.UTC(2027, 0, 1, 3)];
    world.send([process.source.declared("invitations", due, { schedule: { type: "cron", expression: "0 3 1 * *" } })]);
    world.pass(HOUR);
    world.stop(process);
    clock.advance(Date.UTC(2026, 10, 1, 3) + MINUTE - 1000 - clock.nowMs());
    world.store.apply(world.tracker.tick());
    expect(told(world)).toEqual([]);
    clock.advance(1000);
    world.store.apply(world.tracker.tick());
    expect(told(world)).toEqual(["telemetry_stopped:billing +"]);
    expect(world.watch.turns[0]?.sample).toMatchObject({
      labels: { service_name: "billing", deployment_environment_name: "test" },
      evidence: { jobId: `${process.source.serviceId}~invitations` },
    });
    clock.advance(20 * DAY);
    world.store.apply(world.tracker.tick());
    world.watch.grid(clock.nowMs());
    world.restart();
    expect(told(world)).toEqual(["telemetry_stopped:billing +"]);
  });

  test("job removed from code: nothing", () => {
    const world = newWorld();
    const other: SimulatedJob = { name: "cache", periodMs: MINUTE, runMs: 100 };
    const old = boot(world, "v1", { jobs: [minutely, other] });
    world.pass(5 * MINUTE + 30_000);
    world.stop(old);
    boot(world, "v2", { jobs: [other] });
    world.pass(2 * HOUR);
    expect(told(world)).toEqual([]);
  });

  test("job every 1 s: the process's own misses are counted, and over once it runs again", () => {
    const world = newWorld();
    const process = boot(world, "a", { jobs: [{ name: "poll", periodMs: 1000, runMs: 0 }] });
    world.pass(MINUTE);
    const fromMs = world.clock.nowMs() - 6000;
    world.send([process.source.slotMissed("poll", { fromMs, toMs: fromMs + 6000, count: 7, cause: "blocked_loop" })]);
    expect(told(world)).toEqual(["missed:poll +"]);
    expect(world.watch.turns[0]?.sample).toMatchObject({ value: 7, evidence: { count: 7 } });
    expect(world.watch.turns[0]?.sample.evidence?.finding).toContain("the event loop was blocked");
    world.pass(MINUTE);
    expect(told(world)).toEqual(["missed:poll +", "missed:poll -"]);
  });

  test.each([true, false])(
    "minutely job, loop blocked 10 min: process lost, then missed (process reports: %s)",
    (reports) => {
      const world = newWorld();
      const process = boot(world, "a");
      world.pass(5 * MINUTE + 30_000);
      world.processes.delete(process);
      const blockedFrom = world.clock.nowMs();
      world.pass(10 * MINUTE);
      expect(told(world)).toEqual(["process_lost:a +"]);
      process.wake();
      world.processes.add(process);
      const fromMs = Math.ceil(blockedFrom / MINUTE) * MINUTE;
      if (reports) world.send([process.source.slotMissed("sync", { fromMs, toMs: fromMs + 9 * MINUTE, count: 10 })]);
      world.send(process.beat(10 * MINUTE));
      world.pass(5 * MINUTE);
      expect(told(world).toSorted()).toEqual([
        "missed:sync +",
        "missed:sync -",
        "process_lost:a +",
        "process_lost:a -",
      ]);
      const missed = world.watch.turnsOf("missed")[1]?.sample;
      expect(missed).toMatchObject({ value: 10, evidence: { firstMs: fromMs, lastMs: fromMs + 9 * MINUTE } });
      // As long a block again is no death.
      world.processes.delete(process);
      world.pass(10 * MINUTE);
      expect(told(world)).toHaveLength(4);
    },
  );

  test("minutely job, service down overnight: process lost and telemetry stopped at once, one miss with from, to, count as it is back", () => {
    const world = newWorld();
    const first = boot(world, "a");
    for (let hour = 0; hour < 25; hour += 1) world.pass(HOUR);
    world.pass(30_000);
    const downFrom = world.clock.nowMs();
    world.kill(first);
    world.pass(9 * HOUR);
    expect(told(world)).toEqual(["process_lost:a +", "telemetry_stopped:billing +"]);
    boot(world, "b");
    world.pass(10 * MINUTE);
    expect(told(world).slice(2).toSorted()).toEqual([
      "missed:sync +",
      "missed:sync -",
      "process_lost:a -",
      "telemetry_stopped:billing -",
    ]);
    expect(world.watch.turnsOf("missed")[0]?.sample).toMatchObject({
      value: 9 * 60,
      evidence: {
        count: 9 * 60,
        firstMs: Math.ceil(downFrom / MINUTE) * MINUTE,
        lastMs: Math.floor((downFrom + 9 * HOUR) / MINUTE) * MINUTE,
      },
    });
  });

  test('collector stalls 5 min, then delivers all: "process lost" and nothing else', () => {
    const world = newWorld();
    boot(world, "a", { jobs: [minutely, { name: "long", periodMs: 2 * MINUTE, runMs: 90_000 }] });
    world.pass(4 * MINUTE + 30_000);
    world.stalled = [];
    world.pass(5 * MINUTE);
    world.deliver();
    world.pass(5 * MINUTE);
    expect(told(world)).toEqual(["process_lost:a +", "process_lost:a -"]);
    expect(world.watch.turns[1]?.cleared?.reason).toMatch(/^the process is heard again since /);
  });

  test.each([HOUR, -HOUR, 9 * MINUTE])("sender's clock off (%d ms): misses found, none invented", (skewMs) => {
    const world = newWorld();
    const process = boot(world, "a", { skewMs });
    world.pass(10 * MINUTE);
    if (skewMs === 9 * MINUTE) {
      process.skewMs = 0;
      world.send(process.declare());
      world.pass(20 * MINUTE);
    }
    expect(told(world)).toEqual([]);
    process.wake();
    const skipped = Math.ceil((process.nowMs() + 1) / MINUTE) * MINUTE;
    world.pass(skipped - process.nowMs() - 1000);
    world.clock.advance(1000);
    process.wake();
    world.pass(3 * MINUTE);
    // Met again before the miss could be judged: its end is told along with it.
    expect(told(world).filter((turn) => !turn.startsWith("missed:sync"))).toEqual([]);
    expect(firing(world)).toEqual([]);
  });

  test.each([
    ["down", true],
    ["answering 503", false],
  ])("monitor down 10 min, or answering 503 for 10 min: nothing (%s)", (_name, restart) => {
    const world = newWorld();
    boot(world, "a", { jobs: [minutely, { name: "long", periodMs: 10 * MINUTE, runMs: 20 * MINUTE }] });
    world.pass(12 * MINUTE);
    world.stalled = [];
    world.pass(10 * MINUTE, false);
    if (restart) world.restart();
    world.tracker.receivingResumed();
    world.store.apply(world.tracker.tick());
    world.deliver();
    world.pass(20 * MINUTE);
    expect(told(world)).toEqual([]);
  });

  test("laptop asleep 8 h: the slots of the night are missed, nothing is lost", () => {
    const world = newWorld();
    const process = boot(world, "a", { jobs: [hourly, { name: "long", periodMs: 2 * HOUR, runMs: 90 * MINUTE }] });
    world.pass(2 * HOUR + 10 * MINUTE);
    world.clock.advance(8 * HOUR);
    world.tracker.receivingResumed();
    world.store.apply(world.tracker.tick());
    process.wake();
    world.pass(30 * MINUTE);
    expect(new Set(told(world))).toEqual(new Set(["missed:report +", "missed:long +"]));
    expect(world.watch.active("missed").find(({ labels }) => labels["job_name"] === "report")?.value).toBe(8);
    world.pass(2 * HOUR);
    expect(firing(world)).toEqual([]);
  });

  test("a 3 h run outlives 30 min without network: process lost, then lost; both end as soon as anything arrives", () => {
    const world = newWorld();
    const process = boot(world, "a", { jobs: [] });
    world.send([process.source.runStart("import", "r1")]);
    world.pass(MINUTE);
    world.processes.delete(process);
    world.pass(10 * MINUTE);
    expect(told(world)).toEqual(["process_lost:a +"]);
    world.pass(20 * MINUTE);
    // For a quarter of an hour nobody could say; then it counts as certain.
    expect(firing(world)).toEqual(["consecutive_failures", "lost", "process_lost"]);
    const resource = {
      attributes: { "service.name": "billing", "deployment.environment.name": "test", "service.instance.id": "a" },
      schemaUrl: "",
    };
    world.send([{ kind: "sign_of_life", record: { resource }, timeMs: world.clock.nowMs() }]);
    expect(firing(world)).toEqual([]);
    expect(world.watch.turnsOf("lost")[1]?.cleared?.reason).toBe("the run was heard of again");
    world.processes.add(process);
    world.pass(2 * HOUR);
    world.send([process.source.runEnd("import", "r1", { durationMs: 3 * HOUR })]);
    expect(firing(world)).toEqual([]);
    expect(
      world.watch.facts.job(`${process.source.serviceId}~import`)?.outcomes.countIn(world.clock.nowMs(), HOUR),
    ).toMatchObject({
      runs: 1,
      failed: 0,
    });
  });

  test("kill -9 with no restart: process lost within 45 s, the run as a failure once that is certain; still so after a restart of the monitor", () => {
    const world = newWorld();
    const process = boot(world, "a", { jobs: [] });
    world.pass(30_000);
    world.send([process.source.runStart("import", "r1")]);
    world.kill(process);
    world.pass(45_000);
    expect(told(world)).toEqual(["process_lost:a +"]);
    world.pass(14 * MINUTE);
    expect(told(world)).toHaveLength(1);
    world.pass(2 * MINUTE);
    expect(told(world).slice(1).toSorted()).toEqual(["consecutive_failures:import +", "lost:import +"]);
    expect(world.watch.active("lost")[0]?.evidence?.finding).toContain("its process has been silent for 15 min");
    world.pass(3 * HOUR);
    world.restart();
    world.pass(MINUTE);
    expect(told(world)).toHaveLength(3);
    expect(firing(world)).toEqual(["consecutive_failures", "lost", "process_lost"]);
  });

  test("kill -9 and restart on the same host: orphans alerted as failures at once", () => {
    const world = newWorld();
    const host = { bootId: "boot-1", pidNamespace: "pid:[1]" };
    const process = boot(world, "a", { jobs: [], process: { ...host, pid: 10, kernelStartTime: "10" } });
    world.send([process.source.runStart("import", "r1")]);
    world.pass(MINUTE);
    world.kill(process);
    world.pass(3000);
    const next = boot(world, "b", { jobs: [], process: { ...host, pid: 11, kernelStartTime: "11" }, foundDead: ["a"] });
    expect(told(world).toSorted()).toEqual(["consecutive_failures:import +", "lost:import +"]);
    expect(world.watch.active("lost")[0]?.evidence).toMatchObject({ runId: "r1", errorType: "lost" });
    world.send([next.source.runEnd("import", "r2", { durationMs: 5 })]);
    expect(firing(world)).toEqual([]);
    expect(world.watch.turnsOf("lost")[1]?.cleared?.reason).toMatch(/^run r2 succeeded at /);
  });

  test("kill -9 and restart under the same configured instance id: the orphan alone", () => {
    const world = newWorld();
    const process = boot(world, "worker-1", { jobs: [minutely] });
    world.send([process.source.runStart("import", "r1")]);
    world.pass(MINUTE);
    world.kill(process);
    world.pass(3000);
    boot(world, "worker-1", { jobs: [minutely] });
    world.pass(10 * MINUTE);
    expect(firing(world)).toEqual(["consecutive_failures", "lost"]);
    expect(new Set(world.watch.turns.map(({ labels }) => labels["job_name"]))).toEqual(new Set(["import", "sync"]));
    // Its own run was under way as well; the next one was good.
    expect(
      told(world)
        .filter((turn) => turn.includes(":sync"))
        .toSorted(),
    ).toEqual(["consecutive_failures:sync +", "consecutive_failures:sync -", "lost:sync +", "lost:sync -"]);
  });

  test.each([true, false])("embedded monitor dies with its service, both restart (same host: %s)", (sameHost) => {
    const alive = new Set([10]);
    const world = newWorld({
      isProcessAlive: ({ pid }) => (sameHost ? alive.has(pid) : undefined),
    });
    const process = boot(world, "a", {
      jobs: [],
      process: { pid: 10, bootId: "boot-1", pidNamespace: "pid:[1]", kernelStartTime: "10" },
    });
    world.send([process.source.runStart("import", "r1")]);
    world.pass(MINUTE);
    world.kill(process);
    alive.clear();
    world.clock.advance(5000);
    world.restart();
    if (sameHost) {
      expect(firing(world)).toEqual(["consecutive_failures", "lost", "process_lost"]);
      boot(world, "b", { jobs: [] });
      expect(firing(world)).toEqual(["consecutive_failures", "lost"]);
      return;
    }
    expect(told(world)).toEqual([]);
    boot(world, "b", { jobs: [] });
    world.pass(45_000);
    // Another process runs in its place, and what became of the run nobody knows yet.
    expect(told(world)).toEqual([]);
    world.pass(15 * MINUTE);
    expect(firing(world)).toEqual(["consecutive_failures", "lost"]);
  });

  test("10,000 runs end in one tick, all well: nothing; all failed: one alert of each kind", () => {
    const world = newWorld();
    const { source } = boot(world, "a", { jobs: [] });
    const ids = Array.from({ length: 10_000 }, (_, index) => `r${index}`);
    world.send(ids.map((id) => source.runStart("fan", id)));
    world.send(ids.map((id) => source.runEnd("fan", id, { durationMs: 5 })));
    expect(told(world)).toEqual([]);
    world.clock.advance(1000);
    world.send(ids.map((id) => source.runEnd("fan", `${id}x`, { durationMs: 5, result: "failure" })));
    expect(told(world).toSorted()).toEqual([
      "consecutive_failures:fan +",
      "error_spike:billing +",
      "failure_rate:fan +",
    ]);
    expect(world.watch.active("error_spike")[0]?.value).toBe(10_000);
    expect(world.watch.active("failure_rate")[0]?.value).toBe(0.5);
    expect(world.watch.active("consecutive_failures")[0]?.value).toBe(10_000);
  });

  test("clock steps back and forth by an hour: nothing", () => {
    const world = newWorld();
    const process = boot(world, "a", { jobs: [minutely, { name: "long", periodMs: 5 * MINUTE, runMs: 4 * MINUTE }] });
    world.pass(16 * MINUTE);
    for (const stepMs of [-HOUR, HOUR]) {
      process.skewMs += stepMs;
      process.wake();
      world.send(process.declare());
      world.pass(20 * MINUTE);
    }
    expect(told(world)).toEqual([]);
  });
});

describe("the last good status is not shown for ever", () => {
  test("day 1 good, day 2 killed in a run, day 3 absent: lost, then telemetry stopped, once each", () => {
    const world = newWorld();
    const daily: SimulatedJob = { name: "backup", periodMs: DAY, runMs: 10 * MINUTE };
    const process = boot(world, "a", { jobs: [daily] });
    for (let hour = 0; hour < 13; hour += 1) world.pass(HOUR);
    expect(told(world)).toEqual([]);
    for (let hour = 0; hour < 23; hour += 1) world.pass(HOUR);
    world.pass(5 * MINUTE);
    world.kill(process);
    world.pass(HOUR);
    expect(told(world).toSorted()).toEqual(["consecutive_failures:backup +", "lost:backup +", "process_lost:a +"]);
    for (let hour = 0; hour < 24; hour += 1) world.pass(HOUR);
    expect(told(world).toSorted()).toEqual([
      "consecutive_failures:backup +",
      "lost:backup +",
      "process_lost:a +",
      "telemetry_stopped:billing +",
    ]);
  });
});
