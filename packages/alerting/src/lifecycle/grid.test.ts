import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { CLOCK_SET_BACK_MS, createGridClock, phaseOf, slotAfter, slotAt } from "./grid.ts";

const GRID = { intervalMs: 30_000, phaseMs: 7_500 };

describe("the slots of a grid", () => {
  it("are phase + k * interval exactly, whenever one asks", () => {
    expect(slotAt(GRID, 7_499)).toBe(-22_500);
    expect(slotAt(GRID, 7_500)).toBe(7_500);
    expect(slotAt(GRID, 37_499)).toBe(7_500);
    expect(slotAfter(GRID, 7_500)).toBe(37_500);
  });

  it("have a phase below the interval that depends on the name and spreads groups", () => {
    const phases = Array.from({ length: 1_000 }, (_, n) => phaseOf(`group-${n}`, 60_000));
    expect(phases.every((phase) => Number.isInteger(phase) && phase >= 0 && phase < 60_000)).toBe(true);
    expect(new Set(phases.map((phase) => Math.floor(phase / 6_000))).size).toBe(10);
    expect(phaseOf("a", 60_000)).not.toBe(phaseOf("b", 60_000));
    expect(phaseOf("a", 60_000)).toBe(phaseOf("a", 60_000));
  });
});

describe("a clock on the grid", () => {
  it("gives each slot once, however often one asks, and begins after the start", () => {
    const clock = createGridClock(GRID, 7_500);
    expect(clock.nextMs(7_500)).toBe(37_500);
    expect([7_500, 37_499, 37_500, 37_501, 40_000, 67_600].map((nowMs) => clock.due(nowMs))).toEqual([
      undefined,
      undefined,
      37_500,
      undefined,
      undefined,
      67_500,
    ]);
  });

  it("skips slots that nobody came for, and evaluates only the newest after a jump forwards", () => {
    const clock = createGridClock(GRID, 0);
    clock.due(7_500);
    expect(clock.due(7_500 + 10 * 30_000 + 1)).toBe(307_500);
    expect(clock.due(307_600)).toBeUndefined();
    expect(clock.due(86_400_000)).toBe(slotAt(GRID, 86_400_000));
  });

  it("waits over a small step back, and evaluates no slot twice", () => {
    const clock = createGridClock(GRID, 67_500);
    clock.due(97_500);
    expect([97_400, 67_500, 97_500, 127_499].map((nowMs) => clock.due(nowMs))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(clock.due(127_500)).toBe(127_500);
  });

  it("goes on at the next slot after a clock that was wrong is set back", () => {
    const clock = createGridClock(GRID, 0);
    clock.due(3_607_500);
    expect(clock.due(10_000)).toBeUndefined();
    expect(clock.nextMs(10_000)).toBe(37_500);
    expect(clock.due(37_500)).toBe(37_500);
  });

  it("never evaluates what lies in the future or off the grid, and never a slot twice in a row, whatever the clock does", () => {
    const jumps = fc.array(fc.integer({ min: -2 * CLOCK_SET_BACK_MS, max: 2 * CLOCK_SET_BACK_MS }), { maxLength: 100 });
    fc.assert(
      fc.property(jumps, fc.integer({ min: 1, max: 90_000 }), fc.nat(90_000), (steps, intervalMs, phaseMs) => {
        const grid = { intervalMs, phaseMs: phaseMs % intervalMs };
        const clock = createGridClock(grid, 1_000_000);
        let nowMs = 1_000_000;
        let last = Number.NEGATIVE_INFINITY;
        for (const step of steps) {
          nowMs += step;
          // From here on another time counts.
          if (last - nowMs > Math.max(CLOCK_SET_BACK_MS, intervalMs)) last = Number.NEGATIVE_INFINITY;
          const slot = clock.due(nowMs);
          expect(clock.due(nowMs)).toBeUndefined();
          expect(clock.nextMs(nowMs)).toBeGreaterThan(nowMs);
          if (slot === undefined) continue;
          expect(slot).toBe(slotAt(grid, nowMs));
          expect(slot).toBeGreaterThan(last);
          last = slot;
        }
      }),
    );
  });
});
