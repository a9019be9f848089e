import { JobEventSource, TrackerHarness } from "@jobscope/testkit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const MINUTE = 60_000;

/** A run that starts this long after the declaration, and may name its slot. */
const start = fc.record({ atMs: fc.integer({ min: 1000, max: 8 * MINUTE }), told: fc.boolean() });

/** The slot of a run as the rule reads, by looking at all of them. */
function naiveSlot(slots: readonly number[], atMs: number, taken: ReadonlySet<number>): number | undefined {
  const open = slots.filter((slot) => atMs >= slot - 15_000 && atMs <= slot + 30_000 && !taken.has(slot));
  return open.toSorted((a, b) => Math.abs(a - atMs) - Math.abs(b - atMs) || a - b)[0];
}

describe("slots of a minutely job against a naive reading of the rule", () => {
  test("each run meets the slot that the rule gives it; what is left is missed once feed time has passed", () => {
    fc.assert(
      fc.property(fc.array(start, { maxLength: 12 }), (starts) => {
        const world = new TrackerHarness();
        const source = new JobEventSource({ now: () => world.clock.nowMs(), instanceId: "a", intervalMs: MINUTE });
        const origin = world.clock.nowMs();
        const slots = Array.from({ length: 10 }, (_, index) => origin + (index + 1) * MINUTE);
        world.send([source.start(), source.declared("sync", slots), source.beat()]);
        const taken = new Map<number, string>();
        const ordered = starts.toSorted((a, b) => a.atMs - b.atMs);
        ordered.forEach(({ atMs, told }, index) => {
          world.clock.advance(origin + atMs - world.clock.nowMs());
          const runId = `r${String(index).padStart(2, "0")}`;
          const nearest = slots.toSorted((a, b) => Math.abs(a - origin - atMs) - Math.abs(b - origin - atMs))[0]!;
          world.send([source.runStart("sync", runId, told ? { scheduledMs: nearest } : {})]);
          const slot = told ? nearest : naiveSlot(slots, origin + atMs, new Set(taken.keys()));
          if (slot !== undefined && !taken.has(slot)) taken.set(slot, runId);
        });
        world.clock.advance(origin + 8 * MINUTE + 40_000 - world.clock.nowMs());
        world.send([source.beat()]);
        for (const slot of world.slots()) {
          const runId = taken.get(slot.instantMs);
          const due = slot.instantMs + 30_000 + 5_000 <= world.clock.nowMs();
          expect([slot.instantMs, slot.state]).toEqual([
            slot.instantMs,
            runId !== undefined ? "met" : due ? "missed" : "expected",
          ]);
          if (runId !== undefined) expect(slot.runKey).toBe(`${source.serviceId}~${runId}`);
        }
      }),
      { numRuns: 150 },
    );
  });
});
