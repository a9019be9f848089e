import { METRIC_JOB_RUN_CONSECUTIVE_FAILURES } from "@jobscope/semconv";
import { expect, it } from "vitest";

import { alertingOf, configOf, gaugePoint, MINUTE, ruleOf } from "../../test/support/engine-harness.ts";
import { LIMITS } from "../series/outcome/limits.ts";

it("tells of jobs that are known by their metrics alone and are too many to be judged", () => {
  const condition = { kind: "internal", signal: "series_overflow" } as const;
  const h = alertingOf(configOf({ rules: [ruleOf("SeriesOverflow", { condition, mode: "grid" })] }));
  // One is known by its events.
  const room = LIMITS.strangers - 1;
  const points = Array.from({ length: room + 3 }, (_, n) => ({
    ...gaugePoint(METRIC_JOB_RUN_CONSECUTIVE_FAILURES, 0, h.nowMs()),
    resource: { attributes: { "service.name": `service-${n}` }, schemaUrl: "" },
    attributes: { "job.name": "nightly" },
  }));
  h.accept({ points: points.slice(0, room) });
  expect(h.tickUntil(MINUTE)).toEqual([]);
  h.accept({ points });
  const [attempt] = h.tickUntil(MINUTE);
  expect(attempt?.message.alerts[0]?.evidence.finding).toMatch(/^3 points and records were not looked at/);
});
