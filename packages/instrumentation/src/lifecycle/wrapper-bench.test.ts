import { afterEach, beforeEach, expect, test } from "vitest";

import { handWritten } from "../../test/hand-written-run.ts";
import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { wrapJob } from "./wrap-job.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
});
afterEach(() => telemetry.dispose());

/** Values that differ from run to run; what they are called does not. */
const VARYING = /\.(id|uid|sequence|start_time|duration|usage|used)$/;
const shape = (attributes: object): unknown =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, VARYING.test(key) ? typeof value : value]));

test("what the bench calls hand-written sends the same telemetry as the wrapper, no more and no less", async () => {
  const work = (): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(1), 600));
  const wrapped = wrapJob({ name: "bench.wrapped" }, work);
  const { run, stop } = handWritten("bench.hand", work);
  expect(await Promise.all([run(), wrapped()])).toEqual([1, 1]);
  stop();
  const sent = (name: string): unknown => ({
    spans: telemetry
      .spans()
      .filter((span) => span.attributes["job.name"] === name)
      .map((span) => [span.name, span.kind, span.parentSpanContext, span.status, shape(span.attributes)]),
    logs: telemetry
      .logs()
      .filter((record) => record.attributes["job.name"] === name && record.eventName !== "job.declared")
      .map((record) => [
        record.eventName,
        record.body,
        record.severityNumber,
        record.severityText,
        typeof record.spanContext,
        shape(record.attributes),
      ]),
  });
  const renamed = JSON.stringify(sent("bench.hand")).replaceAll("bench.hand", "bench.wrapped");
  expect(JSON.parse(renamed)).toEqual(JSON.parse(JSON.stringify(sent("bench.wrapped"))));
  const names = telemetry.logs().flatMap((record) => record.eventName ?? []);
  expect(new Set(names)).toEqual(new Set(["job.declared", "job.run.start", "job.run.end", "performance.run"]));
});
