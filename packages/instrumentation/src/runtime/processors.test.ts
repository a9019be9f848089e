import { logs } from "@opentelemetry/api";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import { afterEach, expect, test } from "vitest";

import { BatchQueue } from "./batch-queue.ts";
import { batchLogProcessor } from "./processors.ts";

afterEach(() => logs.disable());

test("the level holds for what other code logs through OpenTelemetry; a record without severity passes", () => {
  const exporter = { export: () => {}, shutdown: () => Promise.resolve() };
  const settings = { maxQueue: 100, maxBatch: 100, delayMs: 60_000 };
  const queue = new BatchQueue<ReadableLogRecord>("logs", settings, exporter);
  const application = new LoggerProvider({ processors: [batchLogProcessor(queue, 13)] }).getLogger("application");
  for (const severityNumber of [1, 9, 13, 17, 0]) application.emit({ body: severityNumber, severityNumber });
  application.emit({ body: "none" });
  expect(queue.unsent().map(({ body }) => body)).toEqual([13, 17, 0, "none"]);
  expect([application.enabled({ severityNumber: 9 }), application.enabled({ severityNumber: 13 })]).toEqual([
    false,
    true,
  ]);
  expect(application.enabled()).toBe(true);
});
