import type { AnyValue, LogRecord, Resource } from "@jobscope/otlp";
import { JobEventSource, TrackerHarness } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import { toTrackerInputs } from "../index.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A sender that writes the events of the wire contract by hand: no event numbers, no heartbeats. */
class ForeignSender {
  readonly #world: TrackerHarness;
  readonly #resource: Resource;

  constructor(world: TrackerHarness, instanceId: string) {
    this.#world = world;
    this.#resource = {
      attributes: { "service.name": "legacy", ...(instanceId !== "" && { "service.instance.id": instanceId }) },
      schemaUrl: "",
    };
  }

  log(eventName: string, attributes: Record<string, AnyValue>, timeMs: number = this.#world.clock.nowMs()): LogRecord {
    return {
      eventName,
      attributes: { "job.name": "sync", ...attributes },
      timeMs,
      observedMs: timeMs,
      severityNumber: 9,
      severityText: "",
      body: undefined,
      droppedAttributesCount: 0,
      flags: 0,
      traceId: "",
      spanId: "",
      resource: this.#resource,
      scope: { name: "by-hand", version: "", attributes: {}, schemaUrl: "" },
    };
  }

  send(...records: readonly LogRecord[]): void {
    this.#world.send(toTrackerInputs({ signal: "logs", records, rejected: 0, rejectedReason: "" }));
  }
}

const tick = (world: TrackerHarness, ms: number): void => {
  world.clock.advance(ms);
  world.store.apply(world.tracker.tick());
};

const iso = (ms: number): string => new Date(ms).toISOString();

describe("events written by hand", () => {
  test("a slot is missed within 35 s of the last event, later ones wait for the next event, and a late start meets it", () => {
    const world = new TrackerHarness();
    const sender = new ForeignSender(world, "f-1");
    const first = world.clock.nowMs() + 10_000;
    const times = [first, first + 10_000, first + 60_000];
    const margin = { "job.start_margin": 5, "job.schedule.type": "interval" };
    sender.send(sender.log("job.declared", { ...margin, "job.schedule.next_times": times.map(iso) }));
    tick(world, 19_000);
    expect(world.everMissed()).toEqual([]);
    tick(world, 2000);
    expect(world.slots().map(({ state }) => state)).toEqual(["missed", "expected", "expected"]);
    tick(world, HOUR);
    expect(world.slots().map(({ state }) => state)).toEqual(["missed", "missed", "expected"]);
    sender.send(sender.log("job.run.start", { "job.run.id": "r1", "job.run.scheduled_time": iso(first) }, first + 900));
    expect(world.slots()[0]).toMatchObject({ state: "met", late: false });
    // What it sent was old: its time has not gone on.
    expect(world.slots()[2]?.state).toBe("expected");
  });

  test("repeats, an end before its start, and a start that never came", () => {
    const world = new TrackerHarness();
    const sender = new ForeignSender(world, "f-1");
    const now = world.clock.nowMs();
    const end = sender.log("job.run.end", { "job.run.id": "r1", "job.run.result": "success", "job.run.duration": 2.5 });
    sender.send(end, end);
    expect(world.runs()[0]).toMatchObject({ state: "success", startMs: now - 2500, endMs: now, durationMs: 2500 });
    sender.send(sender.log("job.run.start", { "job.run.id": "r1" }, now - 2600), end);
    expect(world.runs()).toHaveLength(1);
    // The monotonic duration counts, from the start that was told.
    expect(world.runs()[0]).toMatchObject({ state: "success", startMs: now - 2600, endMs: now - 100 });
    expect([...world.store.jobs.values()][0]).toMatchObject({ runningCount: 0, consecutiveFailures: 0 });
    expect([...world.store.jobs.values()][0]?.recent).toHaveLength(1);
  });

  test("without an instance id all processes are one: nobody is lost, nothing is judged ahead of the newest word", () => {
    const world = new TrackerHarness();
    const [a, b] = [new ForeignSender(world, ""), new ForeignSender(world, "")];
    a.send(a.log("job.run.start", { "job.run.id": "r1" }));
    b.send(b.log("job.run.start", { "job.run.id": "r2" }));
    tick(world, HOUR);
    a.send(a.log("job.run.end", { "job.run.id": "r1", "job.run.result": "success" }));
    tick(world, 10 * MINUTE);
    expect(world.everLost()).toEqual([]);
    expect(world.notices()).toEqual([]);
    expect(world.runs("running")).toHaveLength(1);
  });
});

describe("gaps", () => {
  function nightWithout(): { world: TrackerHarness; process: JobEventSource; fromMs: number; toMs: number } {
    const world = new TrackerHarness();
    const source = (instanceId: string): JobEventSource =>
      new JobEventSource({ now: () => world.clock.nowMs(), instanceId });
    const schedule = { schedule: { type: "interval" } } as const;
    const startMs = world.clock.nowMs();
    const times = (from: number): number[] => Array.from({ length: 20 }, (_, index) => from + (index + 1) * MINUTE);
    const old = source("old");
    world.send([old.start(), old.declared("sync", times(startMs), schedule), old.beat()]);
    world.send([old.stop()]);
    world.clock.advance(9 * HOUR);
    const process = source("new");
    world.send([process.start(), process.declared("sync", times(startMs + 9 * HOUR), schedule), process.beat()]);
    return { world, process, fromMs: startMs + MINUTE, toMs: startMs + 9 * HOUR };
  }

  test("an outage is one row with from, to and count", () => {
    const { world, fromMs, toMs } = nightWithout();
    expect(world.slots("missed")).toEqual([
      expect.objectContaining({ instantMs: fromMs, untilMs: toMs, count: 540, missedCause: "not_running" }),
    ]);
  });

  test("runs that catch up inside it are met late, once each, and the row has so many less", () => {
    const { world, process, fromMs } = nightWithout();
    const caught = [fromMs + 30 * MINUTE, fromMs + 45 * MINUTE];
    for (const [index, slot] of caught.entries()) {
      const start = process.runStart("sync", `c${index}`, { scheduledMs: slot, trigger: "catch_up" });
      world.send([start, start, process.runEnd("sync", `c${index}`, { scheduledMs: slot, durationMs: 1 }), start]);
    }
    expect(world.slots("met").map(({ instantMs, late }) => [instantMs, late])).toEqual(caught.map((ms) => [ms, true]));
    expect(world.slots("missed")).toEqual([expect.objectContaining({ count: 538, instantMs: fromMs })]);
  });

  test("it survives a restart of the monitor, and a catch-up after that still finds it", () => {
    const { world, process, fromMs } = nightWithout();
    world.restart();
    const slot = fromMs + 10 * MINUTE;
    world.send([
      process.runStart("sync", "c1", { scheduledMs: slot }),
      process.runEnd("sync", "c1", { durationMs: 1 }),
    ]);
    expect(world.slots("missed")).toEqual([expect.objectContaining({ count: 539 })]);
    expect(world.slots("met").filter(({ instantMs }) => instantMs === slot)).toHaveLength(1);
  });
});

describe("lease", () => {
  const lapsedAfter = (world: TrackerHarness, key: string, maxMs: number): number | undefined => {
    for (let ms = 1000; ms <= maxMs; ms += 1000) {
      tick(world, 1000);
      if (world.tracker.instance(key)?.state === "lapsed") return ms;
    }
    return undefined;
  };
  const boot = (): { world: TrackerHarness; source: JobEventSource; key: string } => {
    const world = new TrackerHarness();
    const source = new JobEventSource({ now: () => world.clock.nowMs(), instanceId: "a" });
    world.send([source.start(), source.beat()]);
    return { world, source, key: `${source.serviceId}~a` };
  };

  test("a block of another instance of the service counts for 24 h, capped at 15 min, and then no more", () => {
    const { world, source, key } = boot();
    const other = new JobEventSource({ now: () => world.clock.nowMs(), instanceId: "b" });
    world.send([other.start(), other.beat({ longestBlockMs: 10 * MINUTE })]);
    expect(lapsedAfter(world, key, 20 * MINUTE)).toBe(15 * MINUTE);
    world.send([source.beat()]);
    for (let hour = 0; hour < 26; hour += 1) {
      world.clock.advance(HOUR);
      world.tracker.receivingResumed();
      world.send([source.beat()]);
    }
    expect(lapsedAfter(world, key, 20 * MINUTE)).toBe(35_000);
  });

  test("after the monitor could not receive, every lease and every certainty starts anew", () => {
    const { world, source, key } = boot();
    world.send([source.runStart("sync", "r1")]);
    world.clock.advance(HOUR);
    world.tracker.receivingResumed();
    expect(lapsedAfter(world, key, MINUTE)).toBe(35_000);
    expect(world.runs()[0]).toMatchObject({ state: "error", provisional: true });
    world.clock.advance(HOUR);
    world.tracker.receivingResumed();
    tick(world, 14 * MINUTE);
    expect(world.runs()[0]).toMatchObject({ provisional: true });
    tick(world, 2 * MINUTE);
    expect(world.runs()[0]).toMatchObject({ provisional: false });
  });
});
