import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { slotQuarters } from "./slot-quarters.ts";
import {
  coveringRanges,
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  QUARTER_MS,
  RESOLUTION_MS,
  resolutionFor,
} from "./time-buckets.ts";

const ALWAYS = { minute: 0, hour: 0, day: 0 };
const minutes = fc.integer({ min: 0, max: 2_000_000 });

describe("resolutionFor", () => {
  it.each([
    [MINUTE_MS, "minute"],
    [90 * MINUTE_MS, "minute"],
    [HOUR_MS, "hour"],
    [36 * HOUR_MS, "hour"],
    [DAY_MS, "day"],
    [7 * DAY_MS, "day"],
  ] as const)("fills steps of %d ms from whole buckets", (stepMs, expected) => {
    expect(resolutionFor(stepMs, 0, ALWAYS)).toBe(expected);
  });

  it("falls back to what is still kept for the range", () => {
    const kept = { minute: 30 * DAY_MS, hour: 10 * DAY_MS, day: 0 };
    expect(resolutionFor(MINUTE_MS, 30 * DAY_MS, kept)).toBe("minute");
    expect(resolutionFor(MINUTE_MS, 30 * DAY_MS - 1, kept)).toBe("hour");
    expect(resolutionFor(HOUR_MS, 9 * DAY_MS, kept)).toBe("day");
    expect(resolutionFor(MINUTE_MS, -5 * DAY_MS, { ...kept, day: 5 })).toBe("day");
  });
});

describe("coveringRanges", () => {
  it("covers the range without a gap or an overlap, by few buckets", () => {
    fc.assert(
      fc.property(minutes, minutes, (a, b) => {
        const [fromMs, toMs] = [Math.min(a, b) * MINUTE_MS, Math.max(a, b) * MINUTE_MS];
        let reached = fromMs;
        const used = { minute: 0, hour: 0, day: 0 };
        for (const { resolution, from, to } of coveringRanges(fromMs, toMs)) {
          expect(from * RESOLUTION_MS[resolution]).toBe(reached);
          reached = to * RESOLUTION_MS[resolution];
          used[resolution] += to - from;
        }
        expect(reached).toBe(toMs);
        expect(used.minute).toBeLessThanOrEqual(118);
        expect(used.hour).toBeLessThanOrEqual(46);
      }),
    );
  });
});

describe("slotQuarters", () => {
  it("counts every slot of a gap once, in order, within the gap", () => {
    const gaps = fc.record({
      instantMs: fc.nat(4e12),
      untilMs: fc.option(fc.nat(4e12), { nil: undefined }),
      weight: fc.integer({ min: 1, max: 5_000 }),
    });
    fc.assert(
      fc.property(gaps, (gap) => {
        const quarters = slotQuarters(gap);
        expect(quarters.length).toBeLessThanOrEqual(1_000);
        expect(quarters.reduce((sum, [, count]) => sum + count, 0)).toBe(gap.weight);
        expect(quarters.every(([, count]) => count > 0)).toBe(true);
        const places = quarters.map(([quarter]) => quarter);
        expect(places).toEqual([...new Set(places)].toSorted((a, b) => a - b));
        expect(places[0]).toBe(Math.floor(gap.instantMs / QUARTER_MS));
        const last = Math.max(gap.instantMs, gap.untilMs ?? 0);
        expect(places.at(-1)).toBeLessThanOrEqual(Math.floor(last / QUARTER_MS));
      }),
    );
  });

  it("puts a daily job's missed days on their days", () => {
    const at = (day: number): number => day * DAY_MS + 3 * HOUR_MS;
    const quarters = slotQuarters({ instantMs: at(10), untilMs: at(13), weight: 4 });
    expect(quarters).toEqual([10, 11, 12, 13].map((day) => [at(day) / QUARTER_MS, 1]));
  });
});
