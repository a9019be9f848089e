import type { AnyValue, LogRecord, Resource, SpanRecord } from "@jobscope/otlp";
import { SCOPE_INSTRUMENTATION, SCOPE_MONITOR } from "@jobscope/semconv";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readTrackerInputs, toTrackerInputs } from "./to-tracker-inputs.ts";

const resource: Resource = {
  attributes: {
    "service.name": "billing",
    "deployment.environment.name": "production",
    "service.instance.id": "i-1",
    "process.pid": 42,
  },
  schemaUrl: "",
};
const scope = { name: SCOPE_INSTRUMENTATION, version: "1", attributes: {}, schemaUrl: "" };
const T = Date.UTC(2026, 10, 23, 12);

function log(eventName: string, attributes: Record<string, AnyValue>, more: Partial<LogRecord> = {}): LogRecord {
  const empty = {
    observedMs: 0,
    severityNumber: 9,
    severityText: "",
    body: undefined,
    droppedAttributesCount: 0,
    flags: 0,
  };
  return { ...empty, timeMs: T, eventName, attributes, traceId: "", spanId: "", resource, scope, ...more };
}

function span(name: string, attributes: Record<string, AnyValue>, more: Partial<SpanRecord> = {}): SpanRecord {
  const ids = { traceId: "t", spanId: "s", parentSpanId: "", traceState: "" };
  const rest = { kind: 1, events: [], links: [], statusCode: 0, statusMessage: "", flags: 0 };
  return { ...ids, ...rest, name, attributes, startMs: T, endMs: T + 5000, resource, scope, ...more };
}

const logs = (...records: readonly LogRecord[]): Parameters<typeof toTrackerInputs>[0] => ({
  signal: "logs",
  records,
  rejected: 0,
  rejectedReason: "",
});
const traces = (...records: readonly SpanRecord[]): Parameters<typeof toTrackerInputs>[0] => ({
  signal: "traces",
  records,
  rejected: 0,
  rejectedReason: "",
});

const run = { "job.name": "sync", "job.system.name": "croner", "job.run.id": "r1" };

describe("reading job events", () => {
  test("a run event with RFC 3339 instants, durations in seconds and int64 numbers", () => {
    const attributes = {
      ...run,
      "job.run.result": "success",
      "job.run.duration": 1.5,
      "job.run.start_time": "2026-11-23T12:00:00.012Z",
      "job.run.scheduled_time": String(BigInt(T) * 1_000_000n),
      "job.run.attempt": 2n,
      "job.event.sequence": 7,
    };
    expect(toTrackerInputs(logs(log("job.run.end", attributes)))).toEqual([
      {
        kind: "job.run.end",
        service: { environment: "production", namespace: "", service: "billing" },
        serviceId: "production~~billing",
        instanceId: "i-1",
        timeMs: T,
        traceId: "",
        spanId: "",
        sequence: 7,
        jobName: "sync",
        systemName: "croner",
        runId: "r1",
        result: "success",
        durationMs: 1500,
        startMs: T + 12,
        scheduledMs: T,
        attempt: 2,
      },
    ]);
  });

  test("a declaration: next times ascending and distinct, epoch numbers tolerated", () => {
    const [declared] = toTrackerInputs(
      logs(
        log("job.declared", {
          ...run,
          "job.schedule.type": "cron",
          "job.schedule.expression": "* * * * *",
          "job.schedule.next_times": [new Date(T + 60_000).toISOString(), T, T / 1000, new Date(T).toISOString()],
          "job.max_runtime": 3,
        }),
      ),
    );
    expect(declared).toMatchObject({
      kind: "job.declared",
      nextTimesMs: [T, T + 60_000],
      maxRuntimeMs: 3000,
      scope: "instance",
    });
  });

  test("a heartbeat with the identity of its process", () => {
    const [beat] = toTrackerInputs(
      logs(
        log("job.process.heartbeat", {
          "job.process.heartbeat.sequence": 3,
          "job.process.heartbeat.interval": 2,
          "job.process.active_runs": ["r1"],
          "job.process.boot_id": "b",
          "job.process.pid_namespace": "n",
          "job.process.kernel_start_time": "9",
          "job.process.longest_block": 0.5,
        }),
      ),
    );
    expect(beat).toMatchObject({
      heartbeatSequence: 3,
      intervalMs: 2000,
      activeRunIds: ["r1"],
      activeRunCount: 1,
      longestBlockMs: 500,
      process: { pid: 42, bootId: "b", pidNamespace: "n", kernelStartTime: "9" },
    });
  });

  test.each([
    ["no job name", log("job.run.start", { "job.run.id": "r1" })],
    ["no run id", log("job.run.start", { "job.name": "sync" })],
    ["NaN duration", log("job.run.end", { ...run, "job.run.result": "success", "job.run.duration": Number.NaN })],
    ["unknown result", log("job.run.end", { ...run, "job.run.result": "meh" })],
    ["instant that is none", log("job.run.start", { ...run, "job.run.start_time": "yesterday" })],
    ["beat without a number", log("job.process.heartbeat", {})],
  ])("malformed (%s): a sign of life, counted", (_name, record) => {
    const { inputs, malformed, malformedReason } = readTrackerInputs(logs(record));
    expect(inputs).toEqual([{ kind: "sign_of_life", record: { resource }, timeMs: T }]);
    expect(malformed).toBe(1);
    expect(malformedReason).not.toBe("");
  });

  test("other records are one sign of life of their resource", () => {
    expect(toTrackerInputs(logs(log("", {}), log("", {}, { timeMs: T + 5 }), log("job.unheard", {})))).toEqual([
      { kind: "sign_of_life", record: { resource }, timeMs: T + 5 },
    ]);
  });

  test("what a monitor concluded is ignored", () => {
    expect(toTrackerInputs(logs(log("job.run.end", run, { scope: { ...scope, name: SCOPE_MONITOR } })))).toEqual([]);
  });

  test("times out of range are bounded, a missing service name is unknown_service", () => {
    const nameless: Resource = { attributes: {}, schemaUrl: "" };
    const [start] = toTrackerInputs(logs(log("job.run.start", run, { timeMs: 1e300, resource: nameless })));
    expect(start).toMatchObject({
      timeMs: 253_402_300_799_999,
      instanceId: "",
      service: { service: "unknown_service" },
    });
  });
});

describe("reading run spans", () => {
  test("the result is told, or follows from the status; the error from its exception event", () => {
    const event = { timeMs: T, name: "exception", attributes: { "exception.message": "boom" } };
    const [told, failed] = toTrackerInputs(
      traces(
        span("run sync", { ...run, "job.run.result": "timeout" }),
        span("run sync", { ...run, "error.type": "E" }, { statusCode: 2, events: [event] }),
      ),
    );
    expect(told).toMatchObject({ kind: "span", result: "timeout", startMs: T, endMs: T + 5000, durationMs: 5000 });
    expect(failed).toMatchObject({ result: "failure", errorType: "E", errorMessage: "boom" });
  });

  test("a step inside a run is no run", () => {
    const step = span("load customers", run, { parentSpanId: "p" });
    expect(toTrackerInputs(traces(step)).map(({ kind }) => kind)).toEqual(["sign_of_life"]);
  });
});

test("never throws, whatever the attributes hold", () => {
  const value: fc.Arbitrary<AnyValue> = fc.oneof(
    fc.string(),
    fc.double(),
    fc.boolean(),
    fc.bigInt(),
    fc.constant(null),
    fc.array(fc.oneof(fc.string(), fc.double())),
    fc.constant({ a: 1 }),
  );
  const names = [
    "job.name",
    "job.run.id",
    "job.run.result",
    "job.run.duration",
    "job.schedule.next_times",
    "job.slot.from",
    "job.event.sequence",
    "job.process.heartbeat.sequence",
  ];
  const events = [
    "job.run.start",
    "job.run.end",
    "job.declared",
    "job.slot.missed",
    "job.process.heartbeat",
    "job.process.start",
  ];
  fc.assert(
    fc.property(
      fc.constantFrom(...events),
      fc.dictionary(fc.constantFrom(...names), value),
      fc.double(),
      (event, attributes, timeMs) => {
        for (const input of toTrackerInputs(logs(log(event, attributes, { timeMs })))) {
          for (const field of Object.values(input))
            if (typeof field === "number") expect(Number.isFinite(field)).toBe(true);
        }
      },
    ),
  );
});
