import { JobEventSource, SimulatedProcess, TrackerHarness, VirtualClock } from "@jobscope/testkit";
import type { SimulatedJob } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import type { Job, TrackerInput } from "../index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const minutely: SimulatedJob = { name: "sync", periodMs: MINUTE, runMs: 2000 };
const clustered: SimulatedJob = { name: "bill", periodMs: MINUTE, runMs: 2000, scope: "cluster" };

function simulate(world: TrackerHarness, instanceId: string, jobs: readonly SimulatedJob[]): SimulatedProcess {
  return world.boot(new SimulatedProcess({ clock: world.clock, instanceId, jobs }));
}

function sourceIn(world: TrackerHarness, instanceId: string, intervalMs = 15_000): JobEventSource {
  return new JobEventSource({ now: () => world.clock.nowMs(), instanceId, intervalMs });
}

/** What this process sends waits outside until it is taken out of the returned list. */
function cutOff(world: TrackerHarness, process: SimulatedProcess, ms: number): TrackerInput[] {
  const waiting: TrackerInput[] = [];
  world.processes.delete(process);
  for (let second = 0; second < ms; second += 1000) {
    world.pass(1000);
    waiting.push(...process.step());
  }
  world.processes.add(process);
  return waiting;
}

const jobNamed = (world: TrackerHarness, name: string): Job => {
  const job = [...world.store.jobs.values()].find((each) => each.name === name);
  if (job === undefined) throw new Error(`no job ${name}`);
  return job;
};

/** A sender without heartbeats and event numbers. */
const foreign = <E extends { readonly sequence?: number }>(event: E): Omit<E, "sequence"> => {
  const { sequence: _sequence, ...rest } = event;
  return rest;
};

const minutes = (fromMs: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => fromMs + (index + 1) * MINUTE);

/** Lets time pass with a beat of these every 15 s. */
function beatFor(world: TrackerHarness, sources: readonly JobEventSource[], ms: number): void {
  for (let passed = 0; passed < ms; passed += 15_000) {
    world.clock.advance(15_000);
    for (const source of sources) world.send([source.beat()]);
  }
}

describe("one of two replicas is cut off", () => {
  test("its slots are not judged in the other one's time, before or while its backlog drains", () => {
    const world = new TrackerHarness();
    const a = simulate(world, "a", [minutely]);
    simulate(world, "b", [minutely]);
    world.pass(5 * MINUTE + 30_000);
    const waiting = cutOff(world, a, 8 * MINUTE);
    // Newer events queue behind the backlog.
    world.processes.delete(a);
    for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
      world.send([input]);
      world.pass(1000);
      waiting.push(...a.step());
    }
    world.processes.add(a);
    world.pass(5 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.slots("unknown")).toEqual([]);
    expect(world.notices()).toEqual([expect.objectContaining({ kind: "process_lost", certain: false })]);
  });

  test("a cluster slot that the silent one may have started is not called missed before its silence is certain", () => {
    const world = new TrackerHarness();
    const leader = simulate(world, "a", [clustered]);
    const standby = sourceIn(world, "b");
    world.send([standby.start(), standby.declared("bill", minutes(world.clock.nowMs(), 60), { scope: "cluster" })]);
    world.send([standby.beat()]);
    const beats = (ms: number): TrackerInput[] => {
      const waiting: TrackerInput[] = [];
      for (let passed = 0; passed < ms; passed += 15_000) {
        waiting.push(...cutOff(world, leader, 15_000));
        world.send([standby.beat()]);
      }
      return waiting;
    };
    const waiting = beats(8 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    for (const input of waiting) world.send([input]);
    beatFor(world, [standby], 30_000);
    expect(world.everMissed()).toEqual([]);
    expect(world.slots("met").length).toBeGreaterThanOrEqual(7);
  });

  test("a cluster slot that nobody started is found once the silent one is certainly gone", () => {
    const world = new TrackerHarness();
    const [a, b] = [sourceIn(world, "a"), sourceIn(world, "b")];
    const first = world.clock.nowMs() + 5 * MINUTE;
    for (const each of [a, b])
      world.send([each.start(), each.declared("bill", [first], { scope: "cluster" }), each.beat()]);
    beatFor(world, [b], 30 * MINUTE);
    expect(world.slots().map(({ state }) => state)).toEqual(["missed"]);
  });

  test("a miss that its own time had shown is not taken back and told again when it is heard again", () => {
    const world = new TrackerHarness();
    const a = simulate(world, "a", [minutely]);
    world.pass(5 * MINUTE);
    world.clock.advance(2000);
    a.wake();
    const missing = Math.ceil(world.clock.nowMs() / MINUTE) * MINUTE;
    world.pass(missing - world.clock.nowMs() - 1000);
    world.clock.advance(1000);
    a.wake();
    world.pass(2 * MINUTE);
    expect(world.slots("missed")).toHaveLength(1);
    const waiting = cutOff(world, a, 3 * MINUTE);
    for (const input of waiting) world.send([input]);
    world.pass(2 * MINUTE);
    const told = world.store.history.filter(
      (change) => change.kind === "slot" && change.slot.instantMs === missing && change.before !== change.slot.state,
    );
    expect(told.map((change) => change.kind === "slot" && change.slot.state)).toEqual(["expected", "missed"]);
  });

  test("a job that only it declares is not retired before its silence is certain", () => {
    const world = new TrackerHarness();
    const leader = simulate(world, "a", [minutely, { name: "leader-only", periodMs: HOUR, runMs: 10 }]);
    world.pass(MINUTE);
    simulate(world, "b", [minutely]);
    world.pass(15 * MINUTE);
    const waiting = cutOff(world, leader, 5 * MINUTE);
    expect(world.notices("job_retired")).toEqual([]);
    for (const input of waiting) world.send([input]);
    world.pass(MINUTE);
    expect(world.notices("job_retired")).toEqual([]);
    expect(world.health("leader-only")).not.toBe("retired");
  });

  test("30 minutes later: slots whose fate nobody knew are judged when it is back", () => {
    const world = new TrackerHarness();
    const a = simulate(world, "a", [minutely]);
    simulate(world, "b", [minutely]);
    world.pass(5 * MINUTE + 2000);
    const waiting = cutOff(world, a, 30 * MINUTE);
    for (const input of waiting) world.send([input]);
    world.pass(3 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.slots("unknown")).toEqual([]);
    expect(world.slots("met")).toHaveLength(2 * 38);
  });
});

describe("senders without heartbeats", () => {
  test("one that declared a cluster job and died does not hold back its slots for ever", () => {
    const world = new TrackerHarness();
    const b = sourceIn(world, "b");
    const dead = sourceIn(world, "dead");
    const times = minutes(world.clock.nowMs(), 60);
    world.send([b.start(), b.declared("bill", times, { scope: "cluster" }), b.beat()]);
    world.send([foreign(dead.declared("bill", times, { scope: "cluster" }))]);
    beatFor(world, [b], 10 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    beatFor(world, [b], 10 * MINUTE);
    expect(world.slots("missed").length).toBeGreaterThanOrEqual(15);
  });

  test("one that is only quiet and comes back in time is believed", () => {
    const world = new TrackerHarness();
    const b = sourceIn(world, "b");
    const quiet = sourceIn(world, "quiet");
    const [slot] = minutes(world.clock.nowMs(), 1);
    world.send([b.start(), b.declared("bill", [slot!], { scope: "cluster" }), b.beat()]);
    world.send([foreign(quiet.declared("bill", [slot!], { scope: "cluster" }))]);
    beatFor(world, [b], 5 * MINUTE);
    world.send([foreign({ ...quiet.runStart("bill", "r1", { scheduledMs: slot! }), timeMs: slot!, startMs: slot! })]);
    expect(world.everMissed()).toEqual([]);
    expect(world.slots()).toEqual([expect.objectContaining({ state: "met", late: false })]);
  });

  test("a run of a process that died before its first beat is stuck after the default 2 h, and its end takes that back", () => {
    const world = new TrackerHarness();
    const source = sourceIn(world, "a");
    world.send([source.start(), source.runStart("import", "r1")]);
    world.clock.advance(2 * HOUR - 1000);
    world.store.apply(world.tracker.tick());
    expect(world.health("import")).toBe("new");
    world.clock.advance(10_000);
    expect(world.tracker.nextDeadline()).toBe(0);
    world.store.apply(world.tracker.tick());
    expect(world.runs()[0]).toMatchObject({ state: "running", stuckMs: world.runs()[0]!.startMs! + 2 * HOUR });
    expect(world.health("import")).toBe("overrunning");
    world.send([source.runEnd("import", "r1", { durationMs: HOUR })]);
    expect(world.runs()[0]?.stuckMs).toBeUndefined();
    expect(world.health("import")).toBe("healthy");
  });

  test("the time that the monitor was down or restarted counts for max runtime, the time to deliver is granted", () => {
    const world = new TrackerHarness();
    const source = sourceIn(world, "a");
    world.send([foreign(source.runStart("import", "r1"))]);
    world.clock.advance(90 * MINUTE);
    world.restart();
    world.tracker.receivingResumed();
    world.clock.advance(31 * MINUTE);
    world.store.apply(world.tracker.tick());
    expect(world.runs()[0]?.stuckMs).toBeDefined();
    const late = sourceIn(world, "b");
    world.send([foreign(late.runStart("import", "r2"))]);
    world.clock.advance(3 * HOUR);
    world.restart();
    world.tracker.receivingResumed();
    world.store.apply(world.tracker.tick());
    world.send([
      foreign({ ...late.runEnd("import", "r2", { durationMs: 5 }), timeMs: world.clock.nowMs() - 2 * HOUR }),
    ]);
    const told = world.store.history.some(
      (change) => change.kind === "run" && change.run.runId === "r2" && change.run.stuckMs !== undefined,
    );
    expect(told).toBe(false);
  });

  test("the clock is set back by an hour: nothing is judged by the time that was", () => {
    const world = new TrackerHarness();
    const clock = new VirtualClock();
    const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "f" });
    world.send([foreign(source.declared("sync", minutes(clock.nowMs(), 5)))]);
    clock.step(-HOUR);
    world.send([foreign(source.declared("sync", minutes(clock.nowMs(), 20)))]);
    world.clock.advance(10_000);
    world.store.apply(world.tracker.tick());
    expect(world.everMissed()).toEqual([]);
  });

  test("it advances by 35 s at most: a slot that falls later is not missed", () => {
    const world = new TrackerHarness();
    const source = sourceIn(world, "f");
    const first = world.clock.nowMs() + 10_000;
    world.send([foreign(source.declared("sync", [first, first + 20_000, first + 40_000]))]);
    world.clock.advance(10 * HOUR);
    world.store.apply(world.tracker.tick());
    expect(world.slots().map(({ state }) => state)).toEqual(["missed", "expected", "expected"]);
  });

  test("a deploy that declares, and dies before its first beat, in a loop: telemetry stopped, not silence for ever", () => {
    const world = new TrackerHarness();
    const old = simulate(world, "a", [minutely]);
    world.pass(5 * MINUTE);
    world.stop(old);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const crash = new SimulatedProcess({ clock: world.clock, instanceId: `crash-${attempt}`, jobs: [minutely] });
      world.send([crash.source.start(), ...crash.declare()]);
      world.pass(MINUTE);
    }
    world.pass(HOUR);
    expect(world.notices("telemetry_stopped")).toHaveLength(1);
    expect(world.everMissed().every(({ missedCause }) => missedCause === "not_running")).toBe(true);
  });
});

describe("verdicts that are taken back", () => {
  test("25 runs of a process found dead that lives: no failure is left in any count", () => {
    const world = new TrackerHarness();
    const [a, b] = [sourceIn(world, "a"), sourceIn(world, "b")];
    const ids = Array.from({ length: 25 }, (_, index) => `r${index}`);
    world.send([a.start(), a.beat(), ...ids.map((id) => a.runStart("fan", id))]);
    world.clock.advance(1000);
    world.send([b.start({ foundDead: ["a"] })]);
    expect(jobNamed(world, "fan").consecutiveFailures).toBe(25);
    world.clock.advance(1000);
    world.send([a.beat()]);
    expect(jobNamed(world, "fan")).toMatchObject({
      consecutiveFailures: 0,
      runningCount: 25,
      recent: [],
      health: "new",
    });
    expect(jobNamed(world, "fan").lastFailureMs).toBeUndefined();
    world.send(ids.map((id) => a.runEnd("fan", id, { durationMs: 2000 })));
    expect(jobNamed(world, "fan")).toMatchObject({ consecutiveFailures: 0, runningCount: 0, health: "healthy" });
    expect(world.runs("success")).toHaveLength(25);
  });

  test("a span that says success and an end event that says failure: no success is left", () => {
    const world = new TrackerHarness();
    const a = sourceIn(world, "a");
    const start = a.runStart("sync", "r1");
    const { kind: _kind, ...head } = start;
    const times = { startMs: start.timeMs, endMs: start.timeMs + 5, durationMs: 5 };
    world.send([a.start(), a.beat(), start, { ...foreign(head), ...times, kind: "span", result: "success" }]);
    expect(jobNamed(world, "sync").lastSuccessMs).toBeDefined();
    world.send([a.runEnd("sync", "r1", { result: "failure", durationMs: 5 })]);
    expect(jobNamed(world, "sync")).toMatchObject({ health: "failing", consecutiveFailures: 1 });
    expect(jobNamed(world, "sync").lastSuccessMs).toBeUndefined();
  });

  test("missed, then met late: the count of misses, the slot and health follow", () => {
    const world = new TrackerHarness();
    const a = sourceIn(world, "a");
    const [slot, next] = minutes(world.clock.nowMs(), 2);
    world.send([a.start(), a.declared("sync", [slot!, next!]), a.beat()]);
    beatFor(world, [a], 105_000);
    expect(world.health("sync")).toBe("missing");
    world.send([a.runStart("sync", "r1", { scheduledMs: slot! })]);
    expect(world.slots()[0]).toMatchObject({ state: "met", late: true, revisions: [{ from: "missed", to: "met" }] });
    expect(world.slots("missed")).toEqual([]);
    world.send([a.runEnd("sync", "r1", { durationMs: 5 })]);
    expect(world.health("sync")).toBe("late");
    world.clock.advance(next! - world.clock.nowMs());
    world.send([a.runStart("sync", "r2", { scheduledMs: next! }), a.runEnd("sync", "r2", { durationMs: 5 })]);
    expect(world.health("sync")).toBe("healthy");
  });

  test("two ends of one run that differ: the one that its process said first counts, whichever arrives first", () => {
    for (const reversed of [false, true]) {
      const world = new TrackerHarness();
      const a = sourceIn(world, "a");
      const start = a.runStart("sync", "r1");
      const ends = [
        a.runEnd("sync", "r1", { result: "failure", errorType: "E", errorMessage: "first", durationMs: 5 }),
        a.runEnd("sync", "r1", { result: "success", durationMs: 9 }),
      ];
      world.send([a.start(), a.beat(), start]);
      for (const end of reversed ? ends.toReversed() : ends) world.send([end]);
      expect(world.runs()[0]).toMatchObject({ state: "failure", errorType: "E", errorMessage: "first", durationMs: 5 });
      expect(jobNamed(world, "sync")).toMatchObject({ consecutiveFailures: 1, runningCount: 0 });
    }
  });

  test("a run that lives elsewhere and beats on outlives the verdict on its dead parent", () => {
    const world = new TrackerHarness();
    const [a, b] = [sourceIn(world, "a"), sourceIn(world, "b")];
    world.send([a.start(), a.beat(), a.runStart("etl", "r1"), a.runBeat("etl", "r1")]);
    world.clock.advance(5000);
    world.send([b.start({ foundDead: ["a"] })]);
    expect(world.runs()[0]?.lostCause).toBe("process_dead");
    world.clock.advance(5000);
    world.send([a.runBeat("etl", "r1")]);
    expect(world.runs()[0]).toMatchObject({ state: "running" });
    expect(jobNamed(world, "etl").consecutiveFailures).toBe(0);
  });
});

describe("order and time", () => {
  test("a pause that arrives after the misses it explains takes them back", () => {
    const world = new TrackerHarness();
    const a = sourceIn(world, "a");
    world.send([a.start(), a.declared("sync", minutes(world.clock.nowMs(), 10)), a.beat()]);
    world.clock.advance(1000);
    const pause = a.switched("job.paused", "sync");
    beatFor(world, [a], 3 * MINUTE);
    expect(world.slots("missed").length).toBeGreaterThan(0);
    world.send([pause]);
    beatFor(world, [a], 3 * MINUTE);
    expect(world.slots("missed")).toEqual([]);
    expect(world.health("sync")).toBe("paused");
  });

  test("max runtime that is declared after the run began is kept", () => {
    const world = new TrackerHarness();
    const a = sourceIn(world, "a");
    world.send([a.start(), a.beat(), a.runStart("sync", "r1", { trigger: "manual" })]);
    world.send([a.declared("sync", [], { maxRuntimeMs: MINUTE })]);
    beatFor(world, [a], 2 * MINUTE);
    expect(world.runs()[0]?.stuckMs).toBeDefined();
  });

  test("finish-by and max runtime may lie further away than 24.8 days", () => {
    const world = new TrackerHarness();
    const a = sourceIn(world, "a", HOUR);
    const slot = world.clock.nowMs() + 1000;
    const limits = { maxRuntimeMs: 40 * DAY, finishByMs: 30 * DAY };
    world.send([a.start(), a.declared("archive", [slot], limits), a.beat()]);
    world.clock.advance(1000);
    world.send([a.runStart("archive", "r1", { scheduledMs: slot })]);
    const beat = (days: number): void => {
      for (let hour = 0; hour < days * 24; hour += 1) {
        world.clock.advance(HOUR);
        world.send([a.beat()]);
      }
    };
    beat(29);
    expect(world.runs()[0]?.overdueMs).toBeUndefined();
    beat(2);
    expect(world.runs()[0]).toMatchObject({ overdueMs: slot + 30 * DAY });
    expect(world.runs()[0]?.stuckMs).toBeUndefined();
    expect(world.health("archive")).toBe("overrunning");
    beat(10);
    expect(world.runs()[0]).toMatchObject({ stuckMs: slot + 40 * DAY });
  });

  test("a process that beats every 20 minutes is not lost between two beats", () => {
    const world = new TrackerHarness();
    const a = sourceIn(world, "a", 20 * MINUTE);
    world.send([a.start(), a.beat()]);
    for (let beat = 0; beat < 5; beat += 1) {
      for (let minute = 0; minute < 20; minute += 1) {
        world.clock.advance(MINUTE);
        world.store.apply(world.tracker.tick());
      }
      world.send([a.beat()]);
    }
    expect(world.notices()).toEqual([]);
  });

  test("a restart under the same instance id that beats before it declares leaves no slot open for ever", () => {
    const world = new TrackerHarness();
    const a = simulate(world, "a", [minutely]);
    world.pass(5 * MINUTE + 50_000);
    world.kill(a);
    world.pass(60_000);
    const next = new SimulatedProcess({ clock: world.clock, instanceId: "a", jobs: [minutely] });
    world.send([next.source.start(), ...next.beat()]);
    world.pass(30_000);
    world.send(next.beat());
    world.boot(next);
    world.pass(5 * MINUTE);
    const now = world.clock.nowMs();
    expect(world.slots("expected").filter(({ instantMs }) => instantMs < now - 2 * MINUTE)).toEqual([]);
    expect(world.slots("missed").every(({ missedCause }) => missedCause === "not_running")).toBe(true);
  });

  test.each([9 * MINUTE, HOUR, 25 * HOUR])(
    "the clock is set forward by %d ms: what it jumped over is no miss",
    (stepMs) => {
      const world = new TrackerHarness();
      const process = simulate(world, "a", [minutely]);
      world.pass(10 * MINUTE + 7000);
      process.skewMs += stepMs;
      process.wake();
      world.send(process.declare());
      world.pass(30 * MINUTE);
      expect(world.everMissed()).toEqual([]);
      expect(world.slots("expected").every(({ instantMs }) => instantMs > process.nowMs() - MINUTE)).toBe(true);
      expect(world.health("sync")).toBe("healthy");
      // And what is missed afterwards is still found.
      const skipped = Math.ceil((process.nowMs() + 1) / MINUTE) * MINUTE;
      world.pass(skipped - process.nowMs() - 1000);
      world.clock.advance(1000);
      process.wake();
      world.pass(3 * MINUTE);
      expect(world.slots("missed").map(({ instantMs }) => instantMs)).toEqual([skipped]);
    },
  );

  test("9 minutes ahead, then corrected, with a real miss in each part: both found, nothing else", () => {
    const world = new TrackerHarness();
    const process = simulate(world, "a", [minutely]);
    world.pass(3 * MINUTE + 5000);
    const missNext = (): number => {
      const slot = Math.ceil((process.nowMs() + 1) / MINUTE) * MINUTE;
      world.pass(slot - process.nowMs() - 1000);
      world.clock.advance(1000);
      process.wake();
      world.pass(3 * MINUTE);
      return slot;
    };
    process.skewMs = 9 * MINUTE;
    process.wake();
    world.send(process.declare());
    world.pass(3 * MINUTE);
    const first = missNext();
    process.skewMs = 0;
    process.wake();
    world.send(process.declare());
    world.pass(20 * MINUTE);
    const second = missNext();
    const told = new Set(world.everMissed().map(({ instantMs }) => instantMs));
    expect(told).toEqual(new Set([first, second]));
    // The instant of the first one came again after the correction, and was run.
    expect(world.slots("missed").map(({ instantMs }) => instantMs)).toEqual([second]);
  });

  test("after the clock was set back an edited schedule is shown and owed at once", () => {
    const world = new TrackerHarness();
    const clock = new VirtualClock();
    const a = new JobEventSource({ now: () => clock.nowMs(), instanceId: "a" });
    world.send([a.start(), a.declared("sync", minutes(clock.nowMs(), 5)), a.beat()]);
    clock.step(-HOUR);
    const slot = clock.nowMs() + 90_000;
    world.send([a.declared("sync", [slot], { schedule: { type: "cron", expression: "30 * * * * *" } }), a.beat()]);
    expect(jobNamed(world, "sync").schedule.expression).toBe("30 * * * * *");
    expect(jobNamed(world, "sync").nextSlotMs).toBe(slot);
  });
});

describe("instances", () => {
  test("a new version under the same instance id that no longer declares a job: retired after 10 min, one notice", () => {
    const world = new TrackerHarness();
    const old = simulate(world, "pod-0", [minutely, { name: "cache", periodMs: MINUTE, runMs: 10 }]);
    world.pass(5 * MINUTE);
    world.stop(old);
    world.pass(5000);
    simulate(world, "pod-0", [minutely]);
    world.pass(9 * MINUTE);
    expect(world.notices("job_retired")).toEqual([]);
    world.pass(5 * MINUTE);
    expect(world.notices()).toEqual([expect.objectContaining({ kind: "job_retired" })]);
    expect(world.health("cache")).toBe("retired");
    expect(world.everMissed()).toEqual([]);
  });

  test("a new replica declares the job while the others are cut off: what they owe is not missed before that is certain", () => {
    for (const job of [minutely, clustered]) {
      const world = new TrackerHarness();
      const a = simulate(world, "a", [job]);
      world.pass(5 * MINUTE + 5000);
      const waiting = cutOff(world, a, 4 * MINUTE);
      simulate(world, "b", [job]);
      waiting.push(...cutOff(world, a, 2 * MINUTE));
      for (const input of waiting) world.send([input]);
      world.pass(3 * MINUTE);
      expect(world.everMissed()).toEqual([]);
      expect(world.slots("unknown")).toEqual([]);
    }
  });

  test("an edited cluster schedule rolls out: nothing of the old one is owed by the new processes", () => {
    const world = new TrackerHarness();
    const hourly: SimulatedJob = { ...clustered, periodMs: HOUR };
    const old = ["a", "b"].map((id) => simulate(world, id, [clustered]));
    world.pass(12 * MINUTE + 5000);
    for (const [index, process] of old.entries()) {
      simulate(world, `new-${index}`, [hourly]);
      world.pass(20_000);
      // Declares again just before it goes.
      world.send(process.declare());
      world.stop(process);
      world.pass(20_000);
    }
    world.pass(2 * HOUR);
    expect(world.everMissed()).toEqual([]);
    expect(world.notices()).toEqual([]);
  });

  test("2 replicas, one of which no longer starts its job: its misses stay visible whatever the other does", () => {
    const world = new TrackerHarness();
    simulate(world, "b", [minutely]);
    world.pass(90_000);
    // Declares and beats, and starts nothing.
    const a = sourceIn(world, "a");
    world.send([a.start(), a.declared("sync", minutes(world.clock.nowMs() - 30_000, 20)), a.beat()]);
    for (let beat = 0; beat < 24; beat += 1) {
      world.pass(15_000);
      world.send([a.beat()]);
    }
    expect(world.slots("missed").length).toBeGreaterThan(3);
    const healths = world.store.history.flatMap((change) =>
      change.kind === "job" && change.before !== change.job.health ? [change.job.health] : [],
    );
    expect(healths).toEqual(["new", "healthy", "missing"]);
    world.send([a.stop()]);
    world.pass(2 * MINUTE);
    expect(world.health("sync")).toBe("healthy");
  });

  test("rolling restart of 3 replicas killed without a word: no miss of a live one, none retired", () => {
    const world = new TrackerHarness();
    const old = ["a", "b", "c"].map((id) => simulate(world, id, [minutely]));
    world.pass(10 * MINUTE + 5000);
    for (const [index, process] of old.entries()) {
      world.kill(process);
      world.pass(20_000);
      simulate(world, `new-${index}`, [minutely]);
      world.pass(25_000);
    }
    world.pass(40 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.notices("job_retired")).toEqual([]);
    expect(world.notices("telemetry_stopped")).toEqual([]);
    expect(
      world.notices("process_lost").filter((notice) => notice.kind === "process_lost" && !notice.certain),
    ).toHaveLength(3);
    expect(world.health("sync")).toBe("healthy");
  });

  test("a schedule too dense for slots still has a next start, until it is paused", () => {
    const world = new TrackerHarness();
    const { clock } = world;
    const a = new JobEventSource({ now: () => clock.nowMs(), instanceId: "a" });
    const next = (): number | undefined => jobNamed(world, "ping").nextSlotMs;
    const firstMs = clock.nowMs() + 5000;
    const times = Array.from({ length: 20 }, (_, index) => firstMs + index * 5000);
    world.send([a.start(), a.declared("ping", times), a.beat()]);
    expect(next()).toBe(firstMs);
    clock.advance(7000);
    world.send([a.runStart("ping", "r-1")]);
    expect(next()).toBe(firstMs + 5000);
    // It is declared anew every 5 minutes only; its even distance carries on until then.
    clock.advance(120_000);
    world.send([a.runStart("ping", "r-2")]);
    expect(next()).toBe(firstMs + 125_000);
    world.send([a.switched("job.paused", "ping")]);
    expect(next()).toBeUndefined();
  });

  test("a schedule too dense for slots has no next start once nobody who lives declares it", () => {
    for (const leaves of ["stops", "lapses", "fades"] as const) {
      const world = new TrackerHarness();
      const a = sourceIn(world, "a");
      const times = Array.from({ length: 20 }, (_, index) => world.clock.nowMs() + (index + 1) * 5000);
      world.send([a.declared("ping", times), ...(leaves === "fades" ? [] : [a.beat()])]);
      expect(jobNamed(world, "ping").nextSlotMs).toBeDefined();
      if (leaves === "stops") world.send([a.stop()]);
      else world.pass(16 * MINUTE);
      expect(jobNamed(world, "ping").nextSlotMs).toBeUndefined();
    }
  });

  test("a later process under the same instance id is slow to declare: what fell meanwhile is missed once it has", () => {
    const world = new TrackerHarness();
    const first = simulate(world, "pod-0", [minutely]);
    world.pass(5 * MINUTE + 30_000);
    world.kill(first);
    world.pass(5000);
    const slow = sourceIn(world, "pod-0");
    world.send([slow.start(), slow.beat()]);
    beatFor(world, [slow], 3 * MINUTE);
    expect(world.slots("unknown").map(({ provisional }) => provisional)).toEqual([true, true, true]);
    world.send([slow.declared("sync", minutes(world.clock.nowMs() - 35_000, 20))]);
    beatFor(world, [slow], 15_000);
    expect(world.slots("unknown")).toEqual([]);
    expect(world.slots("missed").map(({ missedCause }) => missedCause)).toEqual(Array(3).fill("no_start"));
  });

  test("a foreign sender falls quiet for good: what it declared becomes unknown as it falls due, and is judged when it is back", () => {
    const world = new TrackerHarness();
    const quiet = sourceIn(world, "quiet");
    const times = [1, 2, 3].map((hour) => world.clock.nowMs() + hour * HOUR);
    world.send([foreign(quiet.declared("sync", times))]);
    world.pass(HOUR + 5 * MINUTE);
    expect(world.slots().map(({ state }) => state)).toEqual(["unknown", "expected", "expected"]);
    expect(jobNamed(world, "sync").nextSlotMs).toBe(times[1]);
    world.pass(55 * MINUTE);
    world.send([foreign(quiet.runStart("sync", "r2", { scheduledMs: times[1]! }))]);
    world.pass(MINUTE);
    expect(world.slots().map(({ state }) => state)).toEqual(["missed", "met", "expected"]);
  });
});
