import { ROOT_CONTEXT, createContextKey, propagation, trace } from "@opentelemetry/api";
import { expect, test } from "vitest";

import { RUN_KEY, runContext } from "./run-context.ts";
import { runJob } from "./wrap-job.ts";

const span = trace.wrapSpanContext({ traceId: "1".repeat(32), spanId: "2".repeat(16), traceFlags: 1 });

test("is a context as the API makes them", () => {
  const [run] = runJob({ name: "held" }, (job) => [job]);
  if (run === undefined) throw new Error("no run");
  const own = runContext(run, span);
  const key = createContextKey("a user's own");
  expect(trace.getSpan(own)).toBe(span);
  expect(own.getValue(RUN_KEY)).toBe(run);
  expect(own.getValue(key)).toBeUndefined();
  const more = own.setValue(key, 1);
  expect([more.getValue(key), trace.getSpan(more), more.getValue(RUN_KEY)]).toEqual([1, span, run]);
  expect(own.getValue(key)).toBeUndefined();
  const other = trace.wrapSpanContext({ traceId: "3".repeat(32), spanId: "4".repeat(16), traceFlags: 1 });
  expect(trace.getSpan(trace.setSpan(own, other))).toBe(other);
  expect(trace.getSpan(trace.deleteSpan(own))).toBeUndefined();
  expect(trace.deleteSpan(own).getValue(RUN_KEY)).toBe(run);
  const baggage = propagation.createBaggage({ k: { value: "v" } });
  expect(propagation.getBaggage(propagation.setBaggage(own, baggage))).toBe(baggage);
  expect(trace.getSpan(ROOT_CONTEXT)).toBeUndefined();
});
