import type { AnyValue, LogRecord } from "@jobscope/otlp";
import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";
import { createJobFacts } from "../../series/outcome/create-job-facts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const rule = ruleOf({ kind: "error_spike", above: 10, windowMs: HOUR });
const resource = {
  attributes: { "service.name": "billing", "deployment.environment.name": "test", "service.instance.id": "a" },
  schemaUrl: "",
};
const scope = { name: "app", version: "", attributes: {}, schemaUrl: "" };

interface Extra {
  readonly timeMs: number;
  readonly attributes?: Readonly<Record<string, AnyValue>>;
  readonly severityNumber?: number;
  readonly eventName?: string;
  readonly traceId?: string;
}

const record = ({ timeMs, attributes = {}, severityNumber = 17, eventName = "", traceId = "" }: Extra): LogRecord => ({
  resource,
  scope,
  timeMs,
  observedMs: timeMs,
  severityNumber,
  severityText: "",
  eventName,
  body: "it broke",
  attributes,
  droppedAttributesCount: 0,
  traceId,
  spanId: "",
  flags: 0,
});

const valueOf = (world: OutcomeWorld): number => {
  const errors = world.watch.facts.service("test~~billing")?.errors.countIn(world.clock.nowMs(), HOUR);
  return (errors?.records ?? 0) + (errors?.failures ?? 0);
};

describe("error spike", () => {
  test("more than 10 errors within an hour, ERROR and above only; over as they leave the hour", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    world.start("a");
    for (let n = 0; n < 10; n += 1) {
      world.pass(MINUTE);
      const timeMs = world.clock.nowMs();
      world.see({ logs: [record({ timeMs }), record({ timeMs, severityNumber: 13 })] });
    }
    expect(world.watch.turns).toEqual([]);
    world.see({ logs: [record({ timeMs: world.clock.nowMs(), severityNumber: 21 })] });
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing"]);
    expect(world.watch.turns[0]?.sample).toMatchObject({
      value: 11,
      labels: { service_name: "billing", deployment_environment_name: "test" },
      evidence: { count: 11, firstMs: world.clock.nowMs() - 9 * MINUTE, lastMs: world.clock.nowMs() },
    });
    expect(world.watch.turns[0]?.sample.evidence?.finding).toBe(
      "11 errors within 1 h (0 failed runs, 11 other ERROR records), above the threshold of 10.",
    );
    world.pass(52 * MINUTE);
    expect(world.watch.turns.map(({ to }) => to)).toEqual(["firing", "resolved"]);
  });

  test("a request that is sent again counts nothing twice; equal records of one request are several", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    world.start("a");
    const timeMs = world.clock.nowMs();
    const uid = { "log.record.uid": "u1" };
    const request = [
      record({ timeMs }),
      record({ timeMs }),
      record({ timeMs, attributes: uid }),
      record({ timeMs, attributes: { amount: 9_007_199_254_740_993n } }),
    ];
    for (let times = 0; times < 3; times += 1) world.see({ logs: request });
    // Batched anew, on another way.
    world.see({ logs: [record({ timeMs: timeMs + 1, attributes: uid })] });
    expect(valueOf(world)).toBe(4);
    world.see({ logs: [record({ timeMs: timeMs + 1 })] });
    expect(valueOf(world)).toBe(5);
  });

  test("records of a run count until it is known as failed, then the failure alone does; by run id and by trace", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const { source } = world.start("a");
    const traceId = "ab".repeat(16);
    world.send([source.runStart("import", "r1", { traceId })]);
    const timeMs = world.clock.nowMs();
    const own = { "job.run.id": "r1" };
    world.see({
      logs: [
        record({ timeMs, attributes: own }),
        record({ timeMs, attributes: own, eventName: "job.run.exception" }),
        record({ timeMs, traceId }),
        record({ timeMs, traceId: "cd".repeat(16) }),
        record({ timeMs }),
        record({ timeMs, eventName: "job.slot.missed" }),
      ],
    });
    expect(valueOf(world)).toBe(5);
    world.send([source.runEnd("import", "r1", { durationMs: 5, result: "failure", traceId })]);
    expect(valueOf(world)).toBe(3);
    // What comes late belongs to it as well.
    world.see({ logs: [record({ timeMs, attributes: own }), record({ timeMs, traceId })] });
    expect(valueOf(world)).toBe(3);
  });

  test("an attempt that is tried again counts neither itself nor what it logged; a lost run that is heard of again gives its records back", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    const process = world.start("a");
    const { source } = process;
    const timeMs = world.clock.nowMs();
    world.see({ logs: [record({ timeMs, attributes: { "job.run.id": "r1" } })] });
    world.send([source.runEnd("import", "r1", { durationMs: 5, result: "failure", attempt: 1, maxAttempts: 2 })]);
    expect(valueOf(world)).toBe(0);
    world.send([source.runEnd("import", "r2", { durationMs: 5, attempt: 2, maxAttempts: 2, previousRunId: "r1" })]);
    expect(valueOf(world)).toBe(0);
    world.send([source.runStart("import", "r3")]);
    world.see({ logs: [record({ timeMs, attributes: { "job.run.id": "r3" } })] });
    world.processes.delete(process);
    world.pass(20 * MINUTE);
    expect(valueOf(world)).toBe(1);
    expect(world.watch.facts.service("test~~billing")?.errors.countIn(world.clock.nowMs(), HOUR)).toEqual({
      records: 0,
      failures: 1,
    });
    world.send([source.runEnd("import", "r3", { durationMs: 5 })]);
    expect(world.watch.facts.service("test~~billing")?.errors.countIn(world.clock.nowMs(), HOUR)).toEqual({
      records: 1,
      failures: 0,
    });
  });

  test("by event time: a backlog of an hour ago is no spike now; restored records count as they did", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    world.start("a");
    world.pass(2 * HOUR);
    const old = Array.from({ length: 30 }, (_, n) => record({ timeMs: world.clock.nowMs() - 90 * MINUTE + n }));
    world.see({ logs: old });
    expect(world.watch.turns).toEqual([]);
    const facts = createJobFacts({ jobs: [], instances: [] });
    facts.need({ errorsMs: HOUR });
    facts.restoreErrors(Array.from({ length: 12 }, (_, n) => record({ timeMs: world.clock.nowMs() - n * MINUTE })));
    expect(facts.service("test~~billing")?.errors.countIn(world.clock.nowMs(), HOUR).records).toBe(12);
  });

  test("a flood is bounded and still a spike", () => {
    const world = new OutcomeWorld({ rules: [rule] });
    world.start("a");
    for (let batch = 0; batch < 60; batch += 1) {
      world.clock.advance(1000);
      const timeMs = world.clock.nowMs();
      world.see({
        logs: Array.from({ length: 1000 }, (_, n) =>
          record({ timeMs, ...(n % 2 === 0 && { attributes: { "job.run.id": `x${batch}-${n}` } }) }),
        ),
      });
    }
    const value = world.watch.active("error_spike")[0]?.value ?? 0;
    expect(value).toBe(10_000);
  });
});
