import { expect, it } from "vitest";

import { shapeRunPoint } from "./shape-metrics.ts";

const MINUTE = 60_000;

it("counts as throughput what ran, over the time that has passed of the step", () => {
  const byState = { success: 6, failure: 2, error: 1, timeout: 1, cancellation: 2, skip: 100 };
  const bucket = { fromMs: 0, byState, durations: undefined, averageDelayMs: 250, started: 3, active: 1 };
  const whole = shapeRunPoint(bucket, MINUTE, 60 * MINUTE);
  expect(whole).toMatchObject({ ended: 112, started: 3, average_delay_seconds: 0.25, duration: null });
  expect(whole.failure_rate).toBeCloseTo(4 / 10, 9);
  expect(whole.runs_per_second).toBeCloseTo(12 / 60, 9);
  expect(shapeRunPoint(bucket, MINUTE, 30_000).runs_per_second).toBeCloseTo(12 / 30, 9);
  expect(shapeRunPoint(bucket, MINUTE, 0).runs_per_second).toBeNull();
});
