import { JobEventSource, TrackerHarness, VirtualClock } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import type { Change, JobEvent, Run, RunSpan } from "../index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function world(startMs: number): { world: TrackerHarness; source: JobEventSource; at: (ms: number) => void } {
  const clock = new VirtualClock(startMs);
  const harness = new TrackerHarness(undefined, clock);
  const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "a", intervalMs: MINUTE });
  harness.send([source.start(), source.beat()]);
  return {
    world: harness,
    source,
    // Beats once a minute until then.
    at: (ms) => {
      while (clock.nowMs() + MINUTE <= ms) {
        clock.advance(MINUTE);
        harness.send([source.beat()]);
      }
      clock.advance(ms - clock.nowMs());
    },
  };
}

function spanOf(
  source: JobEventSource,
  run: Partial<RunSpan> & { startMs: number; endMs: number; runId: string },
): RunSpan {
  const { service, serviceId, instanceId } = source;
  const times = { timeMs: run.endMs, durationMs: run.endMs - run.startMs };
  const names = { jobName: "sync", systemName: "custom", traceId: "t1", spanId: "s1" };
  return { kind: "span", service, serviceId, instanceId, ...names, ...times, result: "success", ...run };
}

const runChanges = (changes: readonly Change[], runId: string): Run[] =>
  changes.flatMap((change) => (change.kind === "run" && change.run.runId === runId ? [change.run] : []));

describe("field cases", () => {
  test("a18: three attempts, chained: two failures, one piece of work that succeeded", () => {
    const { world: w, source } = world(Date.UTC(2026, 10, 23, 12));
    const attempt = (n: number): { attempt: number; maxAttempts: number } => ({ attempt: n, maxAttempts: 3 });
    const previous = (runId: string): { previousRunId: string } => ({ previousRunId: runId });
    w.send([
      source.runStart("mail", "r1", attempt(1)),
      source.runEnd("mail", "r1", { result: "failure", ...attempt(1) }),
    ]);
    expect(w.health("mail")).toBe("new");
    w.send([source.runStart("mail", "r2", { ...attempt(2), ...previous("r1") })]);
    w.send([source.runEnd("mail", "r2", { result: "failure", ...attempt(2), ...previous("r1") })]);
    expect([...w.store.jobs.values()][0]?.consecutiveFailures).toBe(0);
    w.send([source.runStart("mail", "r3", { ...attempt(3), ...previous("r2") })]);
    w.send([source.runEnd("mail", "r3", { ...attempt(3), ...previous("r2") })]);
    expect(w.runs().map(({ state, attempt: n, previousRunId }) => [state, n, previousRunId])).toEqual([
      ["failure", 1, undefined],
      ["failure", 2, "r1"],
      ["success", 3, "r2"],
    ]);
    const job = [...w.store.jobs.values()][0];
    expect(job?.recent.map(({ state }) => state)).toEqual(["success"]);
    expect(job).toMatchObject({ health: "healthy", consecutiveFailures: 0 });
  });

  test("b02: the date on which the local time does not exist owes nothing", () => {
    // 02:30 Europe/Amsterdam by a library that has no run on 2026-03-29.
    const { world: w, source, at } = world(Date.UTC(2026, 2, 28, 0));
    const next = [Date.UTC(2026, 2, 28, 1, 30), Date.UTC(2026, 2, 30, 0, 30), Date.UTC(2026, 2, 31, 0, 30)];
    w.send([source.declared("backup", next)]);
    for (const [index, slot] of [next[0]!, next[1]!].entries()) {
      at(slot);
      w.send([source.runStart("backup", `r${index}`, { scheduledMs: slot }), source.runEnd("backup", `r${index}`)]);
    }
    at(Date.UTC(2026, 2, 30, 3));
    expect(w.everMissed()).toEqual([]);
    expect(w.slots("met").map(({ instantMs }) => instantMs)).toEqual(next.slice(0, 2));
  });

  test("b09: a run that never ends is stuck once, later ticks are skips, health is overrunning", () => {
    const start = Date.UTC(2026, 10, 23, 12);
    const { world: w, source, at } = world(start);
    const slots = Array.from({ length: 20 }, (_, index) => start + (index + 1) * MINUTE);
    w.send([source.declared("sync", slots, { maxRuntimeMs: 5 * MINUTE })]);
    at(slots[0]!);
    w.send([source.runStart("sync", "r0", { scheduledMs: slots[0]! })]);
    for (const [index, slot] of slots.slice(1).entries()) {
      at(slot);
      w.send([source.runSkip("sync", `skip${index}`, { scheduledMs: slot })]);
    }
    at(slots[19]! + 2 * MINUTE);
    expect(w.slots("skipped")).toHaveLength(19);
    expect(w.runs("skip")).toHaveLength(19);
    expect(w.health("sync")).toBe("overrunning");
    const stuck = runChanges(w.store.history, "r0").filter((run) => run.stuckMs !== undefined);
    expect(stuck).toHaveLength(1);
    expect(w.everMissed()).toEqual([]);
  });

  test("b10: runs that overlap are shown as they are, no skip invented", () => {
    const start = Date.UTC(2026, 10, 23, 12);
    const { world: w, source } = world(start);
    const slots = Array.from({ length: 4 }, (_, index) => start + (index + 1) * 10_000);
    w.send([source.declared("sync", slots, { schedule: { type: "interval" } })]);
    let active = 0;
    const due: { atMs: number; event: () => JobEvent }[] = slots.flatMap((slot, index) => [
      { atMs: slot, event: () => source.runStart("sync", `r${index}`) },
      { atMs: slot + 17_000, event: () => source.runEnd("sync", `r${index}`, { durationMs: 17_000 }) },
    ]);
    for (const { atMs, event } of due.toSorted((a, b) => a.atMs - b.atMs)) {
      w.clock.advance(atMs - w.clock.nowMs());
      w.send([event()]);
      active = Math.max(active, [...w.store.jobs.values()][0]?.runningCount ?? 0);
    }
    expect(active).toBe(2);
    expect(w.runs("success").map(({ durationMs }) => durationMs)).toEqual([17_000, 17_000, 17_000, 17_000]);
    expect(w.slots("met")).toHaveLength(4);
  });

  test("b13: a new job is not accused of a slot before it existed, and of the next one once", () => {
    const { world: w, source, at } = world(Date.UTC(2026, 10, 23, 17));
    const next = [1, 2, 3].map((day) => Date.UTC(2026, 10, 23 + day, 1));
    w.send([source.declared("nightly", next)]);
    expect(w.health("nightly")).toBe("new");
    at(next[0]! + MINUTE);
    expect(w.everMissed()).toEqual([]);
    at(next[0]! + 2 * MINUTE);
    expect(w.slots("missed")).toHaveLength(1);
    expect(w.health("nightly")).toBe("missing");
    at(next[0]! + 2 * HOUR);
    expect(w.slots("missed")).toHaveLength(1);
    const verdicts = w.store.history.filter(
      (change) => change.kind === "slot" && change.before === "expected" && change.slot.state === "missed",
    );
    expect(verdicts).toHaveLength(1);
  });

  test("b15: a schedule with opening hours is silent at night, and says when it opens", () => {
    // */5 6-23 in UTC: 23:55, then 06:00.
    const start = Date.UTC(2026, 10, 23, 22, 57);
    const { world: w, source, at } = world(start);
    const evening = Array.from({ length: 12 }, (_, index) => Date.UTC(2026, 10, 23, 23, index * 5));
    const morning = Array.from({ length: 8 }, (_, index) => Date.UTC(2026, 10, 24, 6, index * 5));
    w.send([source.declared("poll", [...evening, ...morning])]);
    for (const slot of evening) {
      at(slot);
      w.send([source.runStart("poll", `r${slot}`), source.runEnd("poll", `r${slot}`)]);
    }
    at(Date.UTC(2026, 10, 24, 5, 59));
    expect(w.everMissed()).toEqual([]);
    expect([...w.store.jobs.values()][0]).toMatchObject({ health: "healthy", nextSlotMs: morning[0] });
  });

  test("b15: a night without a process is no gap of a schedule that sleeps itself", () => {
    const start = Date.UTC(2026, 10, 23, 22, 57);
    const { world: w, source, at } = world(start);
    const evening = Array.from({ length: 12 }, (_, index) => Date.UTC(2026, 10, 23, 23, index * 5));
    w.send([source.declared("poll", evening)]);
    for (const slot of evening) {
      at(slot);
      w.send([source.runStart("poll", `r${slot}`), source.runEnd("poll", `r${slot}`)]);
    }
    w.clock.advance(MINUTE);
    w.send([source.stop()]);
    w.clock.advance(8 * HOUR);
    const next = new JobEventSource({ now: () => w.clock.nowMs(), instanceId: "b" });
    const first = Math.ceil(w.clock.nowMs() / (5 * MINUTE)) * 5 * MINUTE;
    w.send([
      next.start(),
      next.declared(
        "poll",
        Array.from({ length: 20 }, (_, i) => first + i * 5 * MINUTE),
      ),
      next.beat(),
    ]);
    // That something was missed can be seen; how many instants there were cannot.
    expect(w.slots("missed").every(({ count }) => count === undefined)).toBe(true);
  });

  test("b17: the span's clock lags behind: the wall clock counts, the skew is kept", () => {
    const start = Date.UTC(2026, 10, 23, 8, 59);
    const { world: w, source, at } = world(start);
    const slot = Date.UTC(2026, 10, 23, 9);
    w.send([source.declared("sync", [slot])]);
    at(slot);
    w.send([source.runStart("sync", "r1", { scheduledMs: slot })]);
    const lag = 8 * HOUR;
    w.send([spanOf(source, { runId: "r1", startMs: slot - lag, endMs: slot - lag + 5000 })]);
    w.clock.advance(5000);
    w.send([source.runEnd("sync", "r1", { durationMs: 5000 })]);
    expect(w.runs()[0]).toMatchObject({
      state: "success",
      startMs: slot,
      durationMs: 5000,
      delayMs: 0,
      clockSkewMs: lag,
      traceId: "t1",
    });
  });

  test("b19: seven slots in the job's zone, seven met", () => {
    // 07:00 America/New_York over the end of summer time on 2026-11-01: 11:00Z, then 12:00Z.
    const slots = Array.from({ length: 7 }, (_, day) => Date.UTC(2026, 9, 29 + day, day < 3 ? 11 : 12));
    const { world: w, source, at } = world(Date.UTC(2026, 9, 29));
    w.send([source.declared("report", slots)]);
    for (const slot of slots) {
      at(slot);
      w.send([source.runStart("report", `r${slot}`), source.runEnd("report", `r${slot}`, { durationMs: 10 })]);
    }
    at(slots[6]! + HOUR);
    expect(w.slots().map(({ instantMs, state }) => [instantMs, state])).toEqual(slots.map((slot) => [slot, "met"]));
    expect(w.everMissed()).toEqual([]);
  });

  test("a service without log events: the run is built from its span, and health says so", () => {
    const { world: w } = world(Date.UTC(2026, 10, 23, 12));
    const foreign = new JobEventSource({ now: () => w.clock.nowMs(), instanceId: "", service: "legacy" });
    const endMs = w.clock.nowMs();
    w.send([spanOf(foreign, { runId: "r1", startMs: endMs - 3000, endMs, result: "failure", errorType: "E" })]);
    expect(w.runs()[0]).toMatchObject({ state: "failure", durationMs: 3000, errorType: "E" });
    w.send([spanOf(foreign, { runId: "r2", startMs: endMs - 1000, endMs: endMs + 1 })]);
    const job = [...w.store.jobs.values()].find(({ service }) => service.service === "legacy");
    expect(job?.healthReason).toContain("spans alone");
  });

  test("an edited schedule withdraws its open slots; an older declaration that arrives late changes nothing", () => {
    const start = Date.UTC(2026, 10, 23, 12);
    const { world: w, source } = world(start);
    const old = source.declared("sync", [start + HOUR, start + 2 * HOUR]);
    w.clock.advance(1000);
    const edited = source.declared("sync", [start + 90 * MINUTE], {
      schedule: { type: "cron", expression: "30 * * * *" },
    });
    w.send([edited, old]);
    expect(w.slots().map(({ instantMs }) => instantMs)).toEqual([start + 90 * MINUTE]);
    expect([...w.store.jobs.values()][0]?.schedule.expression).toBe("30 * * * *");
  });

  test("cluster scope: the first start meets the slot, a second one is a duplicate", () => {
    const start = Date.UTC(2026, 10, 23, 12);
    const { world: w, source } = world(start);
    const other = new JobEventSource({ now: () => w.clock.nowMs(), instanceId: "b" });
    const slot = start + MINUTE;
    for (const each of [source, other]) w.send([each.declared("bill", [slot], { scope: "cluster" })]);
    w.clock.advance(MINUTE + 20);
    const second = other.runStart("bill", "r2", { scheduledMs: slot });
    w.clock.step(-10);
    w.send([second, source.runStart("bill", "r1", { scheduledMs: slot })]);
    expect(w.slots()).toEqual([
      expect.objectContaining({ state: "duplicate", duplicates: 1, runKey: expect.stringContaining("r1") }),
    ]);
  });

  test("a run that the active list rules out twice is lost, and comes back with its end event", () => {
    const { world: w, source, at } = world(Date.UTC(2026, 10, 23, 12));
    w.send([source.runStart("sync", "r1")]);
    source.active.clear();
    at(w.clock.nowMs() + MINUTE);
    expect(w.runs()[0]?.state).toBe("running");
    at(w.clock.nowMs() + MINUTE);
    expect(w.runs()[0]).toMatchObject({ state: "error", lostCause: "telemetry_dropped" });
    w.send([source.runEnd("sync", "r1", { durationMs: 5 })]);
    expect(w.runs()[0]).toMatchObject({
      state: "success",
      revisions: [expect.objectContaining({ from: "error", to: "success" })],
    });
  });

  test("a paused job owes nothing, and owes again when it is resumed", () => {
    const start = Date.UTC(2026, 10, 23, 12);
    const { world: w, source, at } = world(start);
    const slots = Array.from({ length: 20 }, (_, index) => start + (index + 1) * MINUTE);
    w.send([source.declared("sync", slots)]);
    w.clock.advance(1000);
    w.send([source.switched("job.paused", "sync")]);
    expect(w.health("sync")).toBe("paused");
    at(start + 10 * MINUTE + 1000);
    expect(w.everMissed()).toEqual([]);
    w.send([source.switched("job.resumed", "sync")]);
    at(start + 13 * MINUTE);
    expect(w.slots("missed").map(({ instantMs }) => instantMs)).toEqual([start + 11 * MINUTE]);
  });

  test("removed and lived on: retired with one notice; an admin's retirement holds while the same process declares", () => {
    const start = Date.UTC(2026, 10, 23, 12);
    const { world: w, source, at } = world(start);
    w.send([source.declared("a", [start + HOUR]), source.declared("b", [start + HOUR])]);
    w.send([source.switched("job.removed", "a")]);
    at(start + 3 * MINUTE);
    expect(w.health("a")).toBe("retired");
    w.store.apply(w.tracker.retire(`${source.serviceId}~b`, "not needed"));
    w.send([source.declared("b", [start + HOUR])]);
    expect(w.health("b")).toBe("retired");
    expect(w.notices("job_retired").map((notice) => notice.kind === "job_retired" && notice.reason)).toEqual([
      "removed from its scheduler",
      "not needed",
    ]);
    at(start + 2 * HOUR);
    expect(w.everMissed()).toEqual([]);
  });

  test("a run that lives elsewhere is watched by its own beats", () => {
    const clock = new VirtualClock();
    const w = new TrackerHarness(undefined, clock);
    const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "worker" });
    w.send([source.runStart("etl", "r1"), source.runBeat("etl", "r1")]);
    clock.advance(36_000);
    w.store.apply(w.tracker.tick());
    expect(w.runs()[0]).toMatchObject({ state: "error", lostCause: "run_heartbeat_stopped", provisional: true });
    w.send([source.runBeat("etl", "r1")]);
    expect(w.runs()[0]?.state).toBe("running");
  });

  test("100,000 runs over virtual days leave memory bounded", () => {
    const clock = new VirtualClock();
    const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "a" });
    let lookups = 0;
    const w = new TrackerHarness(undefined, clock);
    const { store } = w;
    const found = store.findRun.bind(store);
    store.findRun = (key) => {
      lookups += 1;
      return found(key);
    };
    for (let batch = 0; batch < 200; batch += 1) {
      const events: JobEvent[] = [];
      for (let run = 0; run < 500; run += 1) {
        const id = `r${batch}-${run}`;
        events.push(source.runStart("fan", id), source.runEnd("fan", id, { durationMs: 1 }));
      }
      w.send([...events, source.beat()]);
      store.history.length = 0;
      clock.advance(HOUR / 2);
      w.tracker.receivingResumed();
    }
    expect(store.runs.size).toBe(100_000);
    // The first word of an unknown process may be a repeat; nothing after it is looked up.
    expect(lookups).toBe(1);
    // An end from the first batch has left memory: it is found in the archive, and changes nothing.
    const before = store.runs.get(`${source.serviceId}~r0-0`);
    w.send([{ ...source.runEnd("fan", "r0-0", { durationMs: 1 }), sequence: 3 }]);
    expect(lookups).toBe(2);
    expect(store.runs.get(`${source.serviceId}~r0-0`)).toBe(before);
    expect(JSON.stringify([...store.jobs.values()]).length).toBeLessThan(5000);
    expect(JSON.stringify([...store.instances.values()]).length).toBeLessThan(3000);
  });
});
