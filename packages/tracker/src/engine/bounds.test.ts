import { JobEventSource, SimulatedProcess, TrackerHarness } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import { createTracker } from "../index.ts";
import type { TrackerLimits } from "../index.ts";

const DAY = 86_400_000;

function bounded(limits: TrackerLimits): TrackerHarness {
  const world = new TrackerHarness();
  world.tracker = createTracker({ clock: world.clock, archive: world.store, limits });
  return world;
}

const sourceIn = (world: TrackerHarness, instanceId: string, service = "billing"): JobEventSource =>
  new JobEventSource({ now: () => world.clock.nowMs(), instanceId, service });

describe("bounds", () => {
  test("job names beyond the bound are refused with a reason, known ones are not", () => {
    const world = bounded({ jobs: 2 });
    const { store, tracker } = world;
    const a = sourceIn(world, "a");
    store.apply(tracker.accept([a.start(), a.beat(), a.runStart("one", "r1"), a.declared("two", [])]));
    expect(tracker.refused()).toEqual({ count: 0, reason: "" });
    store.apply(tracker.accept([a.runStart("three", "r2"), a.declared("four", []), a.runEnd("one", "r1")]));
    expect([...store.jobs.values()].map(({ name }) => name)).toEqual(["one", "two"]);
    expect(world.runs().map(({ runId, state }) => [runId, state])).toEqual([["r1", "success"]]);
    expect(tracker.refused()).toMatchObject({
      count: 2,
      reason: expect.stringContaining('job "three" is not watched'),
    });
    store.apply(tracker.accept([a.beat()]));
    expect(tracker.refused().count).toBe(0);
  });

  test("processes beyond the bound are refused; there is room again a day after one has ended", () => {
    const world = bounded({ instances: 1 });
    const { store, tracker, clock } = world;
    const [a, b] = [sourceIn(world, "a"), sourceIn(world, "b", "other")];
    store.apply(tracker.accept([a.start(), a.beat(), a.stop()]));
    store.apply(tracker.accept([b.start(), b.beat()]));
    expect(tracker.refused()).toMatchObject({
      count: 2,
      reason: expect.stringContaining('process "b" is not watched'),
    });
    expect(store.instances.size).toBe(1);
    clock.advance(2 * DAY);
    store.apply(tracker.tick());
    store.apply(tracker.accept([b.start(), b.beat()]));
    expect(tracker.refused().count).toBe(0);
    expect([...store.instances.values()].map(({ instanceId }) => instanceId)).toEqual(["a", "b"]);
  });

  test("a job leaves memory a week after it retired, and makes room; declared anew, it is watched again", () => {
    const world = bounded({ jobs: 1 });
    const { clock, tracker } = world;
    const a = world.boot(new SimulatedProcess({ clock, instanceId: "a", jobs: [] })).source;
    world.send([a.declared("old", [])]);
    const [old] = world.store.jobs.keys();
    world.store.apply(tracker.retire(old!, "no longer needed"));
    const tries = (name: string): number => {
      world.store.apply(tracker.accept([a.declared(name, [])]));
      return tracker.refused().count;
    };
    expect(tries("new")).toBe(1);
    clock.advance(6 * DAY);
    world.send([]);
    expect(tries("new")).toBe(1);
    clock.advance(2 * DAY);
    world.send([]);
    expect(tries("new")).toBe(0);
    expect(tries("old")).toBe(1);
  });

  test("a retired job that left memory is watched again once it is declared", () => {
    const world = new TrackerHarness();
    const { clock, tracker } = world;
    const a = world.boot(new SimulatedProcess({ clock, instanceId: "a", jobs: [] })).source;
    world.send([a.declared("old", [])]);
    world.store.apply(tracker.retire([...world.store.jobs.keys()][0]!, "no longer needed"));
    clock.advance(8 * DAY);
    world.send([]);
    const next = clock.nowMs() + 3_600_000;
    world.send([a.beat(), a.declared("old", [next])]);
    expect([...world.store.jobs.values()]).toEqual([expect.objectContaining({ health: "new", nextSlotMs: next })]);
  });
});
