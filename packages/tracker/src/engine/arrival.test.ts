import { JobEventSource, TrackerHarness, VirtualClock } from "@jobscope/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JobEvent, Run, Slot, TrackerInput } from "../index.ts";
import { createTracker } from "../index.ts";

const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 23, 12);

/** What one job did at one of its slots. */
type Deed = "run" | "short" | "fail" | "untold" | "skip" | "miss" | "silent" | "retry" | "hang";

const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.constantFrom<Deed>("run", "short", "fail", "untold", "skip", "miss", "silent", "retry", "hang"),
  { minLength: 1, maxLength: 12 },
);

interface History {
  readonly events: readonly JobEvent[];
  /** Two beats that end every history: feed time is past all deadlines. */
  readonly closing: readonly JobEvent[];
  readonly endMs: number;
}

function perform(
  source: JobEventSource,
  clock: VirtualClock,
  at: { deed: Deed; slot: number; id: string },
): JobEvent[] {
  const { deed, slot, id } = at;
  const told = { scheduledMs: slot };
  switch (deed) {
    case "run": {
      const begun = source.runStart("sync", id, told);
      clock.advance(5000);
      return [begun, source.runProgress("sync", id, 0.5), source.runEnd("sync", id, { durationMs: 5000 })];
    }
    case "short":
      return [source.runEnd("sync", id, { ...told, startMs: clock.nowMs() - 20, durationMs: 20 })];
    case "fail":
      return [
        source.runStart("sync", id, told),
        source.runEnd("sync", id, { result: "failure", errorType: "E", durationMs: 3 }),
      ];
    case "untold":
      return [source.runStart("sync", id), source.runEnd("sync", id, { durationMs: 0 })];
    case "skip":
      return [source.runSkip("sync", id, told)];
    case "miss":
      return [source.slotMissed("sync", { fromMs: slot, toMs: slot, count: 1 })];
    case "silent":
      return [];
    case "retry": {
      const retry = { attempt: 2, maxAttempts: 3, previousRunId: id };
      const first = [
        source.runStart("sync", id, { ...told, attempt: 1, maxAttempts: 3 }),
        source.runEnd("sync", id, { result: "failure", attempt: 1, maxAttempts: 3, durationMs: 3 }),
      ];
      clock.advance(2000);
      return [
        ...first,
        source.runStart("sync", `${id}b`, retry),
        source.runEnd("sync", `${id}b`, { ...retry, durationMs: 9 }),
      ];
    }
    case "hang":
      return [source.runStart("sync", id, told)];
  }
}

/** What a process tells while it does these deeds, one a minute. */
function historyOf(list: readonly Deed[], scope: "instance" | "cluster"): History {
  const clock = new VirtualClock(START);
  const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "a", intervalMs: MINUTE });
  const times = (from: number): number[] => Array.from({ length: 20 }, (_, index) => from + (index + 1) * MINUTE);
  const events: JobEvent[] = [
    source.start(),
    source.declared("sync", times(START), { scope, maxRuntimeMs: 90_000 }),
    source.beat(),
  ];
  list.forEach((deed, index) => {
    const slot = START + (index + 1) * MINUTE;
    clock.advance(slot + 10 - clock.nowMs());
    events.push(...perform(source, clock, { deed, slot, id: `r${index}` }));
    clock.advance(slot + 40_000 - clock.nowMs());
    events.push(source.beat());
    if (index % 5 === 4) events.push(source.declared("sync", times(slot), { scope, maxRuntimeMs: 90_000 }));
  });
  clock.advance(5 * MINUTE);
  const closing = [source.beat(), source.beat()];
  return { events, closing, endMs: clock.nowMs() };
}

const PATH_DEPENDENT = new Set(["firstReceivedMs", "lastReceivedMs", "revisions", "decidedMs", "provisional"]);

const essence = (value: Run | Slot): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !PATH_DEPENDENT.has(key)));

function endState(world: TrackerHarness): object {
  const job = [...world.store.jobs.values()][0];
  const runs = [...world.store.runs.values()].map((run) => ({
    ...essence(run),
    facts: undefined,
    progressMs: undefined,
  }));
  return {
    runs: runs.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    slots: world.slots().map(essence),
    health: job?.health,
    consecutiveFailures: job?.consecutiveFailures,
    recent: job?.recent.map(({ runKey, state, endMs }) => ({ runKey, state, endMs })),
    runningCount: job?.runningCount,
    lastSuccessMs: job?.lastSuccessMs,
    nextSlotMs: job?.nextSlotMs,
  };
}

function replay(history: History, groups: readonly (readonly TrackerInput[])[], restartAt?: number): object {
  const clock = new VirtualClock(history.endMs);
  const world = new TrackerHarness(undefined, clock);
  groups.forEach((group, index) => {
    if (index === restartAt) world.restart();
    world.send(group);
  });
  world.send(history.closing);
  return endState(world);
}

const scope = fc.constantFrom<"instance" | "cluster">("instance", "cluster");

describe("any order of arrival", () => {
  test("shuffled, duplicated and regrouped events end in the same state", () => {
    fc.assert(
      fc.property(deeds, scope, fc.infiniteStream(fc.nat()), (list, within, random) => {
        const history = historyOf(list, within);
        const next = (bound: number): number => random.next().value % bound;
        const copies = history.events.filter(() => next(3) === 0);
        const arrived = [...history.events, ...copies].map((event) => ({ event, at: next(1_000_000) }));
        const shuffled = arrived.toSorted((a, b) => a.at - b.at).map(({ event }) => event);
        const groups: TrackerInput[][] = [[]];
        for (const event of shuffled) {
          if (next(2) === 0) groups.push([]);
          groups.at(-1)?.push(event);
        }
        expect(replay(history, groups)).toEqual(
          replay(
            history,
            history.events.map((event) => [event]),
          ),
        );
      }),
      { numRuns: 200 },
    );
  });

  test("a restart at any point ends in the same state", () => {
    fc.assert(
      fc.property(deeds, scope, fc.nat(60), (list, within, at) => {
        const history = historyOf(list, within);
        const groups = history.events.map((event) => [event]);
        expect(replay(history, groups, at % groups.length)).toEqual(replay(history, groups));
      }),
      { numRuns: 100 },
    );
  });
});

test("a start, which is sent after the time it carries, does not take the sender's time back", () => {
  const harness = new TrackerHarness();
  const { clock, store } = harness;
  const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "late-start" });
  harness.send([source.start(), source.beat()]);
  const begunMs = clock.nowMs();
  clock.advance(30_000);
  harness.send([source.beat()]);
  harness.send([source.runStart("sync", "1", { startMs: begunMs, timeMs: begunMs })]);
  const [instance] = store.instances.values();
  expect([instance?.feedMs, instance?.lastEventMs]).toEqual([begunMs + 30_000, begunMs + 30_000]);
});

describe("a start is sent again, alone, long after its run ended", () => {
  test("its process has left memory: the archive knows better", () => {
    const world = new TrackerHarness();
    const { clock, store } = world;
    const source = new JobEventSource({ now: () => clock.nowMs(), instanceId: "a" });
    const start = source.runStart("sync", "r1");
    world.send([source.start(), source.beat(), start, source.runEnd("sync", "r1", { durationMs: 5 })]);
    const ended = world.runs()[0];
    expect(ended?.state).toBe("success");
    const { instances: _forgotten, ...rest } = store.snapshot();
    world.tracker = createTracker({ clock, archive: store, snapshot: { ...rest, instances: [] } });
    clock.advance(60_000);
    world.send([start]);
    expect(world.runs()).toEqual([{ ...ended, lastReceivedMs: expect.any(Number) }]);
  });

  test("a later process runs under its instance id, and numbers its events from 1", () => {
    const world = new TrackerHarness();
    const { clock, store } = world;
    const now = (): number => clock.nowMs();
    const first = new JobEventSource({ now, instanceId: "worker-1" });
    world.send([first.start(), first.beat(), first.beat()]);
    const start = first.runStart("sync", "r1");
    world.send([start, first.runEnd("sync", "r1", { durationMs: 5 }), first.stop()]);
    clock.advance(60_000);
    const second = new JobEventSource({ now, instanceId: "worker-1" });
    world.send([second.start(), second.beat()]);
    world.tracker = createTracker({ clock, archive: store, snapshot: store.snapshot() });
    world.send([start]);
    expect(world.runs()).toEqual([expect.objectContaining({ runId: "r1", state: "success" })]);
  });
});
