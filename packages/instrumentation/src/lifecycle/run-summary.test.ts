import { afterEach, beforeEach, expect, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { recordConfig } from "../record/config.ts";
import { runJob } from "./wrap-job.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
});
afterEach(() => {
  recordConfig.logLevel = "info";
  telemetry.dispose();
});

const summaries = () => telemetry.events("performance.run").map(({ attributes }) => attributes);

test("a finished run leaves one summary, in its trace, with what it took and the memory of the process", async () => {
  await runJob({ name: "summary" }, async (job) => {
    job.items(3);
    job.items(4);
    job.items(1, "failure");
  });
  const [end] = telemetry.events("job.run.end");
  const [record] = telemetry.events("performance.run");
  expect(summaries()).toEqual([
    {
      "job.name": "summary",
      "job.system.name": "custom",
      "job.run.id": end?.attributes["job.run.id"],
      "job.run.result": "success",
      "job.run.duration": end?.attributes["job.run.duration"],
      "job.run.items.success": 7,
      "job.run.items.failure": 1,
      "process.memory.usage": expect.any(Number),
      "v8js.memory.heap.used": expect.any(Number),
      "log.category": "performance",
      "log.record.uid": expect.any(String),
    },
  ]);
  expect(record?.severityText).toBe("INFO");
  expect(record?.spanContext?.traceId).toBe(end?.spanContext?.traceId);
  expect(Number(summaries()[0]?.["process.memory.usage"])).toBeGreaterThan(1e6);
});

test("a failed run's summary names the kind of error; it reported no items", () => {
  const fail = (): never => {
    throw new RangeError("far");
  };
  expect(() => runJob({ name: "summary.failed" }, fail)).toThrow("far");
  expect(summaries()).toEqual([expect.objectContaining({ "job.run.result": "failure", "error.type": "RangeError" })]);
  expect(summaries()[0]).not.toHaveProperty("job.run.items.success");
});

test.each([
  ["debug", ["debug", "info", "warn", "error"], 1],
  ["info", ["info", "warn", "error"], 1],
  ["warn", ["warn", "error"], 0],
  ["error", ["error"], 0],
] as const)("level %s", (level, lines, summarised) => {
  recordConfig.logLevel = level;
  runJob({ name: "levels" }, (job) => {
    job.logger.debug("debug");
    job.logger.info("info");
    job.logger.warn("warn");
    job.logger.error("error");
    job.logger.audit("done");
  });
  expect(telemetry.logs().flatMap(({ body, eventName }) => (eventName === undefined ? [body] : []))).toEqual(lines);
  expect(summaries()).toHaveLength(summarised);
  // Whatever the level: the monitor builds its runs from these, and an auditor relies on the others.
  expect(telemetry.events("job.run.end")).toHaveLength(1);
  expect(telemetry.events("audit.done")).toHaveLength(1);
});
