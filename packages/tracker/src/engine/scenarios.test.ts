import { SimulatedProcess, TrackerHarness, VirtualClock } from "@jobscope/testkit";
import type { SimulatedJob, SimulatedProcessOptions } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const minutely: SimulatedJob = { name: "sync", periodMs: MINUTE, runMs: 2000 };
const hourly: SimulatedJob = { name: "report", periodMs: HOUR, runMs: 5000 };
const processes = (
  ids: readonly number[],
): { pid: number; bootId: string; pidNamespace: string; kernelStartTime: string }[] =>
  ids.map((pid) => ({ pid, bootId: "boot-1", pidNamespace: "pid:[1]", kernelStartTime: String(pid) }));

function boot(
  world: TrackerHarness,
  instanceId: string,
  options: Partial<SimulatedProcessOptions> = {},
): SimulatedProcess {
  return world.boot(new SimulatedProcess({ clock: world.clock, instanceId, jobs: [minutely], ...options }));
}

/** A monitor that was down: nothing is delivered, nothing judged, and the journey says so when it is back. */
function downFor(world: TrackerHarness, ms: number, restart: boolean): void {
  world.stalled = [];
  world.pass(ms, false);
  if (restart) world.restart();
  world.tracker.receivingResumed();
  world.store.apply(world.tracker.tick());
  world.deliver();
}

describe("scenarios", () => {
  test("rolling restart of 3 replicas, old ones stopped cleanly: no miss, no lost", () => {
    const world = new TrackerHarness();
    const old = ["a", "b", "c"].map((id) => boot(world, id));
    world.pass(10 * MINUTE);
    for (const [index, process] of old.entries()) {
      boot(world, `new-${index}`);
      world.pass(20_000);
      world.stop(process);
      world.pass(25_000);
    }
    world.pass(30 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.everLost()).toEqual([]);
    expect(world.notices()).toEqual([]);
    expect(world.slots("unknown")).toEqual([]);
    expect(world.health("sync")).toBe("healthy");
  });

  test("rolling restart of 3 replicas, new ones start after the old ones stopped, and report late: no miss, no lost", () => {
    const world = new TrackerHarness();
    const old = ["a", "b", "c"].map((id) => boot(world, id));
    world.pass(10 * MINUTE + 5000);
    for (const [index, process] of old.entries()) {
      world.stop(process);
      world.pass(20_000);
      boot(world, `new-${index}`);
      world.pass(25_000);
    }
    world.pass(30 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.everLost()).toEqual([]);
    expect(world.notices()).toEqual([]);
  });

  test("3 containers share one `/tmp`: no live sibling looks dead", () => {
    const world = new TrackerHarness();
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
    expect([...world.store.instances.values()].map(({ state }) => state)).toEqual(["live", "live", "live"]);
    expect(world.everLost()).toEqual([]);
    expect(world.notices()).toEqual([]);
  });

  test("web and worker under one service name; worker OOM-killed, web restarts: worker's jobs stay owed: process lost, then missed (`not_running`) or telemetry stopped; never retired", () => {
    const world = new TrackerHarness();
    const web: SimulatedJob = { name: "cache", periodMs: MINUTE, runMs: 100 };
    const first = boot(world, "web-1", { jobs: [web] });
    const worker = boot(world, "worker-1", { jobs: [minutely] });
    world.pass(5 * MINUTE + 20_000);
    world.kill(worker);
    world.pass(MINUTE);
    world.stop(first);
    boot(world, "web-2", { jobs: [web] });
    world.pass(30 * MINUTE);
    expect(world.notices("process_lost")).toContainEqual(expect.objectContaining({ certain: false }));
    expect(world.notices("telemetry_stopped")).toHaveLength(1);
    expect(world.notices("job_retired")).toEqual([]);
    expect(world.health("sync")).toBe("unknown");
    boot(world, "worker-2", { jobs: [minutely] });
    world.pass(5 * MINUTE);
    expect(world.slots("missed").length).toBeGreaterThan(0);
    expect(new Set(world.slots("missed").map(({ missedCause }) => missedCause))).toEqual(new Set(["not_running"]));
    expect(world.notices("job_retired")).toEqual([]);
    expect(world.health("sync")).toBe("healthy");
  });

  test("crash-looping deploy: starts, dies before declaring: jobs stay owed", () => {
    const world = new TrackerHarness();
    const old = boot(world, "a");
    world.pass(5 * MINUTE);
    world.stop(old);
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const crash = new SimulatedProcess({ clock: world.clock, instanceId: `crash-${attempt}`, jobs: [] });
      world.send([crash.source.start()]);
      world.pass(MINUTE);
    }
    expect(world.notices("job_retired")).toEqual([]);
    expect(world.notices("telemetry_stopped")).toHaveLength(1);
    boot(world, "b");
    world.pass(2 * MINUTE);
    expect(world.slots("missed").length).toBeGreaterThan(0);
    expect(world.slots("missed").every(({ missedCause }) => missedCause === "not_running")).toBe(true);
  });

  test.each(["job.removed", "job.paused"] as const)(
    "`task.stop()` in a SIGTERM handler at each deploy (%s): not removed, nothing withdrawn for good",
    (kind) => {
      const world = new TrackerHarness();
      let process = boot(world, "deploy-0");
      for (let deploy = 1; deploy <= 3; deploy += 1) {
        world.pass(5 * MINUTE + 30_000);
        world.send([process.source.switched(kind, "sync")]);
        world.pass(3000);
        world.stop(process);
        expect(world.slots("expected").length).toBeGreaterThan(0);
        expect(world.health("sync")).toBe("healthy");
        world.pass(5000);
        process = boot(world, `deploy-${deploy}`);
      }
      world.pass(5 * MINUTE);
      expect(world.notices("job_retired")).toEqual([]);
      expect(world.everMissed()).toEqual([]);
      expect(world.health("sync")).toBe("healthy");
    },
  );

  test("monthly job, service stopped on the 28th and not restarted: telemetry stopped, naming the job, on the 1st at its time + margin", () => {
    const clock = new VirtualClock(Date.UTC(2026, 9, 28, 12));
    const world = new TrackerHarness(undefined, clock);
    const process = boot(world, "a", { jobs: [] });
    const due = [Date.UTC(2026, 10, 1, 3), Date.UTC(2026, 11, 1, 3), Date.UTC(2027, 0, 1, 3)];
    world.send([process.source.declared("invitations", due, { schedule: { type: "cron", expression: "0 3 1 * *" } })]);
    world.pass(HOUR);
    world.stop(process);
    const waitMs = world.tracker.nextDeadline();
    expect(waitMs).toBeGreaterThan(3 * DAY);
    const margin = MINUTE;
    clock.advance(Date.UTC(2026, 10, 1, 3) + margin - 1000 - clock.nowMs());
    world.store.apply(world.tracker.tick());
    expect(world.notices()).toEqual([]);
    clock.advance(1000);
    world.store.apply(world.tracker.tick());
    expect(world.notices()).toEqual([
      {
        kind: "telemetry_stopped",
        serviceId: process.source.serviceId,
        jobId: `${process.source.serviceId}~invitations`,
        dueMs: due[0],
      },
    ]);
    clock.advance(70 * DAY);
    world.store.apply(world.tracker.tick());
    expect(world.notices()).toHaveLength(1);
    expect(world.everMissed()).toEqual([]);
  });

  test("job removed from code: retired, one notice", () => {
    const world = new TrackerHarness();
    const other: SimulatedJob = { name: "cache", periodMs: MINUTE, runMs: 100 };
    const old = boot(world, "v1", { jobs: [minutely, other] });
    world.pass(5 * MINUTE);
    world.stop(old);
    boot(world, "v2", { jobs: [other] });
    world.pass(9 * MINUTE);
    expect(world.health("sync")).not.toBe("retired");
    world.pass(2 * MINUTE);
    expect(world.health("sync")).toBe("retired");
    world.pass(2 * HOUR);
    expect(world.notices()).toEqual([
      expect.objectContaining({ kind: "job_retired", jobId: expect.stringContaining("~sync") }),
    ]);
    expect(world.everMissed().filter(({ jobName }) => jobName === "sync")).toEqual([]);
  });

  test("job every 1 s: no slots here, the process's own misses are counted", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a", { jobs: [{ name: "poll", periodMs: 1000, runMs: 0 }] });
    world.pass(MINUTE);
    expect(world.slots()).toEqual([]);
    const fromMs = world.clock.nowMs() - 10_000;
    world.send([process.source.slotMissed("poll", { fromMs, toMs: fromMs + 6000, count: 7, cause: "blocked_loop" })]);
    world.pass(MINUTE);
    expect(world.slots()).toEqual([
      expect.objectContaining({ state: "missed", count: 7, missedCause: "blocked_loop", provisional: false }),
    ]);
  });

  test.each([true, false])(
    "minutely job, loop blocked 10 min: each slot accounted for: missed, cause blocked loop; the process never lost for good (process reports: %s)",
    (reports) => {
      const world = new TrackerHarness();
      const process = boot(world, "a");
      world.pass(5 * MINUTE + 30_000);
      world.processes.delete(process);
      const blockedFrom = world.clock.nowMs();
      world.pass(10 * MINUTE);
      process.wake();
      world.processes.add(process);
      const fromMs = Math.ceil(blockedFrom / MINUTE) * MINUTE;
      const toMs = fromMs + 9 * MINUTE;
      if (reports) world.send([process.source.slotMissed("sync", { fromMs, toMs, count: 10 })]);
      world.send(process.beat(10 * MINUTE));
      world.pass(5 * MINUTE);
      const missed = world.slots("missed");
      expect(missed.map(({ instantMs }) => instantMs)).toEqual(
        Array.from({ length: 10 }, (_, index) => fromMs + index * MINUTE),
      );
      expect(missed.every(({ missedCause }) => missedCause === "blocked_loop")).toBe(true);
      expect(world.tracker.instance(`${process.source.serviceId}~a`)?.state).toBe("live");
      expect(world.runs().every(({ lostCause }) => lostCause === undefined)).toBe(true);
      // As long a block again is no death.
      const before = world.notices("process_lost").length;
      world.processes.delete(process);
      world.pass(10 * MINUTE);
      expect(world.notices("process_lost")).toHaveLength(before);
    },
  );

  test("minutely job, service down overnight: one missed row with from, to, count", () => {
    const world = new TrackerHarness();
    const first = boot(world, "a");
    for (let hour = 0; hour < 25; hour += 1) world.pass(HOUR);
    world.pass(30_000);
    const downFrom = world.clock.nowMs();
    world.kill(first);
    world.pass(9 * HOUR);
    boot(world, "b");
    world.pass(10 * MINUTE);
    expect(world.slots("missed")).toEqual([
      expect.objectContaining({
        instantMs: Math.ceil(downFrom / MINUTE) * MINUTE,
        untilMs: Math.floor((downFrom + 9 * HOUR) / MINUTE) * MINUTE,
        count: 9 * 60,
        missedCause: "not_running",
      }),
    ]);
    expect(world.slots("unknown")).toEqual([]);
  });

  test('collector stalls 5 min, then delivers all: no miss, no lost at the end, none alerted beyond "process lost"', () => {
    const world = new TrackerHarness();
    boot(world, "a", { jobs: [minutely, { name: "long", periodMs: 2 * MINUTE, runMs: 90_000 }] });
    world.pass(4 * MINUTE + 30_000);
    world.stalled = [];
    world.pass(5 * MINUTE);
    expect(world.notices()).toEqual([expect.objectContaining({ kind: "process_lost", certain: false })]);
    world.deliver();
    world.pass(5 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.everLost().every(({ provisional }) => provisional)).toBe(true);
    expect(world.runs().filter(({ lostCause }) => lostCause !== undefined)).toEqual([]);
    expect(world.slots("unknown")).toEqual([]);
    expect(world.notices()).toHaveLength(1);
    expect(world.health("sync")).toBe("healthy");
  });

  test.each([HOUR, -HOUR, 9 * MINUTE])(
    "sender's clock 1 h ahead or behind; 9 min ahead, then corrected: misses still found, none invented (%d ms)",
    (skewMs) => {
      const world = new TrackerHarness();
      const process = boot(world, "a", { skewMs });
      world.pass(10 * MINUTE);
      expect(world.everMissed()).toEqual([]);
      if (skewMs === 9 * MINUTE) {
        process.skewMs = 0;
        world.send(process.declare());
        world.pass(20 * MINUTE);
        expect(world.everMissed()).toEqual([]);
      }
      process.wake();
      const skipped = Math.ceil((process.nowMs() + 1) / MINUTE) * MINUTE;
      world.pass(skipped - process.nowMs() - 1000);
      // Passes over one slot without a start.
      world.clock.advance(1000);
      process.wake();
      world.pass(3 * MINUTE);
      expect(world.slots("missed").map(({ instantMs }) => instantMs)).toEqual([skipped]);
      expect(world.everLost()).toEqual([]);
      expect(world.notices("clock_skew")).toHaveLength(Math.abs(skewMs) === HOUR ? 1 : 0);
    },
  );

  test.each([
    ["down", true],
    ["answering 503", false],
  ])("monitor down 10 min, or answering 503 for 10 min: no lost, no miss, after it is back (%s)", (_name, restart) => {
    const world = new TrackerHarness();
    boot(world, "a", { jobs: [minutely, { name: "long", periodMs: 10 * MINUTE, runMs: 20 * MINUTE }] });
    world.pass(12 * MINUTE);
    downFor(world, 10 * MINUTE, restart);
    world.pass(20 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.everLost()).toEqual([]);
    expect(world.notices()).toEqual([]);
  });

  test("laptop asleep 8 h: slots of the night missed (`not_running`), no lost run, leases as before", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a", { jobs: [hourly, { name: "long", periodMs: 2 * HOUR, runMs: 90 * MINUTE }] });
    world.pass(2 * HOUR + 10 * MINUTE);
    // Monitor and process sleep together; the wall clock goes on.
    const sleptFrom = world.clock.nowMs();
    world.clock.advance(8 * HOUR);
    world.tracker.receivingResumed();
    world.store.apply(world.tracker.tick());
    process.wake();
    world.pass(30 * MINUTE);
    const night = Array.from({ length: 8 }, (_, index) => Math.ceil(sleptFrom / HOUR) * HOUR + index * HOUR);
    const missed = world.slots("missed").filter(({ jobName }) => jobName === "report");
    expect(missed.map(({ instantMs }) => instantMs)).toEqual(night);
    expect(new Set(missed.map(({ missedCause }) => missedCause))).toEqual(new Set(["not_running"]));
    expect(world.everLost()).toEqual([]);
    expect(world.notices()).toEqual([]);
    world.kill(process);
    world.pass(45_000);
    expect(world.notices("process_lost")).toHaveLength(1);
  });

  test("a 3 h run outlives 30 min without network: running again as soon as anything of its instance arrives", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a", { jobs: [] });
    world.send([process.source.runStart("import", "r1", { scheduledMs: undefined as never })]);
    world.pass(MINUTE);
    world.processes.delete(process);
    world.pass(30 * MINUTE);
    expect(world.runs()[0]).toMatchObject({ state: "error", lostCause: "process_lost", provisional: false });
    const resource = {
      attributes: { "service.name": "billing", "deployment.environment.name": "test", "service.instance.id": "a" },
      schemaUrl: "",
    };
    world.send([{ kind: "sign_of_life", record: { resource }, timeMs: world.clock.nowMs() }]);
    expect(world.runs()[0]).toMatchObject({ state: "running", provisional: false });
    expect(world.runs()[0]?.lostCause).toBeUndefined();
    world.processes.add(process);
    world.pass(2 * HOUR);
    world.send([process.source.runEnd("import", "r1", { durationMs: 3 * HOUR })]);
    expect(world.runs()[0]).toMatchObject({ state: "success", durationMs: 3 * HOUR });
    expect(world.runs()[0]?.revisions.map(({ to }) => to)).toEqual(["running"]);
    expect(world.health("import")).toBe("healthy");
  });

  test("kill -9 with no restart: process lost within 45 s (without a long block in the last 24 h); run `error`/`lost`", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a", { jobs: [] });
    world.pass(30_000);
    world.send([process.source.runStart("import", "r1")]);
    world.kill(process);
    world.pass(45_000);
    expect(world.notices("process_lost")).toEqual([expect.objectContaining({ certain: false })]);
    expect(world.runs()[0]).toMatchObject({
      state: "error",
      errorType: "lost",
      lostCause: "process_lost",
      provisional: true,
    });
    expect(world.health("import")).toBe("unknown");
    world.pass(15 * MINUTE);
    expect(world.runs()[0]).toMatchObject({ state: "error", lostCause: "process_lost", provisional: false });
    expect(world.health("import")).toBe("failing");
  });

  test("kill -9 and restart on the same host: orphans closed at once, alerted as failures", () => {
    const world = new TrackerHarness();
    const [first, second] = processes([10, 11]);
    const process = boot(world, "a", { jobs: [], process: first! });
    world.send([process.source.runStart("import", "r1")]);
    world.pass(MINUTE);
    world.kill(process);
    world.pass(3000);
    boot(world, "b", { jobs: [], process: second!, foundDead: ["a"] });
    expect(world.runs()[0]).toMatchObject({ state: "error", lostCause: "process_dead", provisional: false });
    expect(world.notices("process_lost")).toEqual([expect.objectContaining({ certain: true })]);
    expect(world.health("import")).toBe("failing");
  });

  test("kill -9 and restart under the same configured instance id: orphans closed at once", () => {
    const world = new TrackerHarness();
    const process = boot(world, "worker-1", { jobs: [minutely] });
    world.send([process.source.runStart("import", "r1")]);
    world.pass(MINUTE);
    world.kill(process);
    world.pass(3000);
    boot(world, "worker-1", { jobs: [minutely] });
    expect(world.runs().find(({ runId }) => runId === "r1")).toMatchObject({
      lostCause: "process_dead",
      provisional: false,
    });
    world.pass(10 * MINUTE);
    expect(world.everMissed()).toEqual([]);
    expect(world.health("sync")).toBe("healthy");
  });

  test.each([true, false])(
    "embedded monitor dies with its service, both restart: orphans closed at once; in a new container within 45 s (same host: %s)",
    (sameHost) => {
      const alive = new Set([10]);
      const world = new TrackerHarness(({ pid, bootId }) =>
        bootId === "boot-1" && sameHost ? alive.has(pid) : undefined,
      );
      const [first] = processes([10]);
      const process = boot(world, "a", { jobs: [], process: first! });
      world.send([process.source.runStart("import", "r1")]);
      world.pass(MINUTE);
      world.kill(process);
      alive.clear();
      world.clock.advance(5000);
      world.restart();
      if (sameHost) {
        expect(world.runs()[0]).toMatchObject({ state: "error", lostCause: "process_dead", provisional: false });
        return;
      }
      expect(world.runs()[0]).toMatchObject({ state: "running" });
      boot(world, "b", { jobs: [] });
      world.pass(45_000);
      expect(world.runs()[0]).toMatchObject({ state: "error", lostCause: "process_lost" });
    },
  );

  test("10,000 runs end in one tick: every start and end counted", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a", { jobs: [] });
    const ids = Array.from({ length: 10_000 }, (_, index) => `r${index}`);
    world.send(ids.map((id) => process.source.runStart("fan", id)));
    expect([...world.store.jobs.values()][0]).toMatchObject({ runningCount: 10_000 });
    world.send(ids.map((id) => process.source.runEnd("fan", id, { durationMs: 5 })));
    expect(world.runs("success")).toHaveLength(10_000);
    expect([...world.store.jobs.values()][0]).toMatchObject({ runningCount: 0 });
    const started = world.store.history.filter((change) => change.kind === "run" && change.before === undefined);
    expect(started).toHaveLength(10_000);
  });

  test("clock steps back and forth by an hour; DST both ways: durations monotonic, no slot judged twice", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a", { jobs: [minutely, { name: "long", periodMs: 5 * MINUTE, runMs: 4 * MINUTE }] });
    world.pass(16 * MINUTE);
    for (const stepMs of [-HOUR, HOUR]) {
      process.skewMs += stepMs;
      process.wake();
      world.send(process.declare());
      world.pass(20 * MINUTE);
    }
    const verdicts = new Map<string, number>();
    for (const change of world.store.history) {
      if (change.kind !== "slot" || change.before === change.slot.state || change.slot.state === "expected") continue;
      verdicts.set(change.slot.key, (verdicts.get(change.slot.key) ?? 0) + 1);
    }
    expect([...verdicts.values()].filter((times) => times > 1)).toEqual([]);
    for (const run of world.runs("success")) expect(run.durationMs).toBe(run.jobName === "long" ? 4 * MINUTE : 2000);
    expect(world.everLost()).toEqual([]);
    // What the clock jumped over when it was set forth never fell due.
    expect(world.everMissed()).toEqual([]);
  });
});

describe("a service that does not come back", () => {
  const nextSlot = (world: TrackerHarness): number | undefined => [...world.store.jobs.values()][0]?.nextSlotMs;

  test.each(["instance", "cluster"] as const)(
    "stopped in order (%s): each owed slot becomes unknown once its margin has passed, the next one lies ahead, and none is left at the end",
    (scope) => {
      const world = new TrackerHarness();
      const process = boot(world, "a", { jobs: [{ ...minutely, scope }] });
      world.pass(5 * MINUTE + 30_000);
      world.stop(process);
      const first = Math.ceil(world.clock.nowMs() / MINUTE) * MINUTE;
      const expected = world.slots("expected").length;
      expect(nextSlot(world)).toBe(first);
      world.pass(first + 30_000 - 1000 - world.clock.nowMs());
      expect(world.slots("unknown")).toEqual([]);
      world.pass(2000);
      expect(world.slots("unknown")).toEqual([expect.objectContaining({ instantMs: first, provisional: true })]);
      expect(nextSlot(world)).toBe(first + MINUTE);
      world.pass(3 * MINUTE);
      expect(world.slots("unknown")).toHaveLength(4);
      expect(nextSlot(world)).toBe(first + 4 * MINUTE);
      world.restart();
      world.pass(HOUR);
      expect(world.slots("unknown")).toHaveLength(expected);
      expect(nextSlot(world)).toBeUndefined();
      expect(world.everMissed()).toEqual([]);
      expect(world.notices()).toEqual([expect.objectContaining({ kind: "telemetry_stopped", dueMs: first })]);
    },
  );

  test("stopped in order: a late word of a run meets its slot, a process that declares the job again makes the rest missed", () => {
    const world = new TrackerHarness();
    const process = boot(world, "a");
    world.pass(5 * MINUTE + 30_000);
    const slot = Math.ceil(world.clock.nowMs() / MINUTE) * MINUTE;
    const late = process.source.runStart("sync", "late", { scheduledMs: slot, startMs: slot, timeMs: slot });
    world.stop(process);
    world.pass(3 * MINUTE);
    expect(world.slots("unknown")).toHaveLength(3);
    world.send([late]);
    expect(world.slots("unknown")).toHaveLength(2);
    expect(world.slots().find(({ instantMs }) => instantMs === slot)).toMatchObject({ state: "met", late: false });
    boot(world, "b");
    expect(world.slots("unknown")).toEqual([]);
    expect(world.slots("missed").map(({ instantMs, missedCause }) => [instantMs, missedCause])).toEqual([
      [slot + MINUTE, "not_running"],
      [slot + 2 * MINUTE, "not_running"],
    ]);
  });

  test.each(["instance", "cluster"] as const)(
    "killed (%s): only what has fallen due is unknown, however long that takes, and the next one lies ahead",
    (scope) => {
      const world = new TrackerHarness();
      const process = boot(world, "a", { jobs: [{ ...hourly, scope }] });
      world.pass(90 * MINUTE);
      world.kill(process);
      world.pass(MINUTE);
      expect(world.notices("process_lost")).toHaveLength(1);
      const due = Math.ceil(world.clock.nowMs() / HOUR) * HOUR;
      expect(world.slots("unknown")).toEqual([]);
      expect(nextSlot(world)).toBe(due);
      world.pass(HOUR);
      expect(world.slots("unknown").map(({ instantMs }) => instantMs)).toEqual([due]);
      expect(nextSlot(world)).toBe(due + HOUR);
      world.pass(DAY);
      expect(world.slots("expected")).toEqual([]);
      expect(nextSlot(world)).toBeUndefined();
      expect(world.everMissed()).toEqual([]);
    },
  );

  test("a job without a schedule owes nothing: its last outcome stays its health after a stop or a kill", () => {
    for (const end of ["stop", "kill"] as const) {
      const world = new TrackerHarness();
      const process = boot(world, "a");
      const { source } = process;
      const none = { schedule: { type: "none" } } as const;
      world.send([source.declared("migrate", [], none), source.runStart("migrate", "m1")]);
      world.send([source.runEnd("migrate", "m1", { durationMs: 5 })]);
      world.send([source.declared("import", [], none), source.runStart("import", "i1")]);
      world.send([source.runEnd("import", "i1", { durationMs: 5, result: "failure" })]);
      world.pass(30_000);
      world[end](process);
      world.pass(HOUR);
      expect(world.health("sync")).toBe("unknown");
      expect(world.health("migrate")).toBe("healthy");
      expect(world.health("import")).toBe("failing");
    }
  });
});
