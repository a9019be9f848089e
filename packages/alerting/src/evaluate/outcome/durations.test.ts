import type { SimulatedProcess } from "@jobscope/testkit";
import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";
import { instantOf, lengthOf, percentOf } from "../words.ts";
import { medianOf } from "./degradation.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Runs that end one after the other with these durations. */
function runAll(world: OutcomeWorld, process: SimulatedProcess, durations: readonly number[]): void {
  for (const [index, durationMs] of durations.entries()) {
    world.clock.advance(MINUTE);
    const runId = `r${world.clock.nowMs()}-${index}`;
    world.send([process.source.runEnd("import", runId, { durationMs })]);
  }
}

describe("average duration", () => {
  const rule = ruleOf({ kind: "average_duration", aboveMs: HOUR, runs: 20, minRuns: 5 });

  test("the mean of the last 20 successful runs, from 5 on; failed ones do not count", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    runAll(world, process, [2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR]);
    world.send([process.source.runEnd("import", "bad", { durationMs: 9 * HOUR, result: "failure" })]);
    expect(world.watch.turns).toEqual([]);
    runAll(world, process, [2 * HOUR]);
    expect(world.watch.turns[0]?.sample).toMatchObject({
      value: 7200,
      sinceMs: world.clock.nowMs(),
      evidence: {
        finding: "The last 5 successful runs took 2 h on average, above the threshold of 1 h; the last one took 2 h.",
      },
    });
    runAll(
      world,
      process,
      Array.from({ length: 15 }, () => 30 * MINUTE),
    );
    // (5 × 2 h + 15 × 0.5 h) / 20.
    expect(world.watch.active("average_duration")).toEqual([]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(world.watch.turns[1]?.cleared?.reason).toContain("not above 1 h");
  });

  test("exactly the threshold is not above it", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    runAll(world, world.start("a"), [HOUR, HOUR, HOUR, HOUR, HOUR]);
    expect(world.watch.turns).toEqual([]);
  });

  test("still known after a restart", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    runAll(world, process, [2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR]);
    // What the archive gives: the last ones of each job, whatever their age.
    const runs = [...world.store.runs.values()];
    world.restart();
    world.watch.facts.restoreRuns(runs);
    world.watch.grid(world.clock.nowMs());
    expect(world.watch.active("average_duration")).toHaveLength(1);
  });
});

describe("degradation", () => {
  const rule = ruleOf({ kind: "degradation", recent: 5, baseline: 20, factor: 2 });
  const baseline = Array.from({ length: 20 }, (_, index) => 50_000 + index * 1000);

  test("each of the last 5 above twice the median of the 20 before; one fast run ends it", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    runAll(world, process, [...baseline, 130_000, 130_000, 130_000, 130_000]);
    expect(world.watch.turns).toEqual([]);
    runAll(world, process, [180_000]);
    const sample = world.watch.turns[0]?.sample;
    expect(sample?.value).toBeCloseTo(130_000 / 59_500, 10);
    expect(sample?.evidence?.finding).toBe(
      "Each of the last 5 successful runs took at least 2 min 10 s, 2.2× the median of 59.5 s of the 20 before them (threshold 2×).",
    );
    runAll(world, process, [60_000]);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
  });

  test("24 runs are too few, an outlier among the last 5 is no degradation, a slower baseline is none either", () => {
    for (const durations of [
      [...baseline.slice(1), ...Array.from({ length: 5 }, () => 500_000)],
      [...baseline, 500_000, 500_000, 60_000, 500_000, 500_000],
      [...baseline.map((ms) => ms * 4), ...Array.from({ length: 5 }, () => 200_000)],
    ]) {
      const world = new OutcomeWorld({ rules: [rule] });
      runAll(world, world.start("a"), durations);
      expect(world.watch.turns).toEqual([]);
    }
  });

  test("runs that arrive late take their place by the time of their ends", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    const events = [...baseline, ...Array.from({ length: 5 }, () => 150_000)].map((durationMs, index) => {
      world.clock.advance(MINUTE);
      return process.source.runEnd("import", `r${index}`, { durationMs });
    });
    for (const event of events.toReversed()) world.send([event]);
    expect(world.watch.active("degradation")).toHaveLength(1);
    const durations = world.watch.facts.job(`${process.source.serviceId}~import`)?.durations ?? [];
    expect(durations).toHaveLength(25);
    expect(durations.map(({ endMs }) => endMs)).toEqual(durations.map(({ endMs }) => endMs).toSorted((a, b) => a - b));
  });

  test("medians", () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
    expect(medianOf([])).toBe(0);
  });
});

test("lengths of time and shares in words", () => {
  expect([5, 850, 1000, 1500, 90_000, 7_500_000, 90_000_000, 86_400_000].map(lengthOf)).toEqual([
    "5 ms",
    "850 ms",
    "1 s",
    "1.5 s",
    "1 min 30 s",
    "2 h 5 min",
    "1 d 1 h",
    "1 d",
  ]);
  expect([0, 1e300, Number.NaN].map(instantOf)).toEqual([
    "1970-01-01T00:00:00Z",
    "a time that is none",
    "a time that is none",
  ]);
  expect([0.05, 0.333_33, 1].map(percentOf)).toEqual(["5 %", "33.3 %", "100 %"]);
});
