import { expect, test } from "vitest";

import { describeLost } from "./lost-report.ts";
import { readSettings } from "./settings.ts";

const NOTHING = { events: 0, logs: 0, traces: 0, metrics: 0 };

test("what was lost is told by its kind, each with the address that did not take it", () => {
  const settings = readSettings({}, { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" });
  expect(describeLost(NOTHING, settings)).toBe("");
  expect(describeLost({ ...NOTHING, traces: 1 }, settings)).toBe("1 span to http://collector:4318/v1/traces");
  expect(describeLost({ events: 7, logs: 1, traces: 2, metrics: 3 }, settings)).toBe(
    "7 job events and 1 log line to http://collector:4318/v1/logs, 2 spans to http://collector:4318/v1/traces, " +
      "3 metric points to http://collector:4318/v1/metrics",
  );
});
