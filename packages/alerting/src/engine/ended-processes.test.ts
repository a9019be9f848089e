import type { MetricPoint } from "@jobscope/otlp";
import { describe, expect, it } from "vitest";

import {
  alertingOf,
  configOf,
  type EngineHarness,
  gaugePoint,
  instanceChange,
  MINUTE,
  ruleOf,
} from "../../test/support/engine-harness.ts";
import type { GroupBy } from "../model/rule.ts";

const memoryHigh = (by: GroupBy, forMs = 2 * MINUTE): ReturnType<typeof ruleOf> =>
  ruleOf("MemoryHigh", {
    condition: {
      kind: "threshold",
      measure: { kind: "gauge", select: { metric: "memory", where: [] }, windowMs: 0, reduce: "last" },
      by,
      aggregate: "max",
      threshold: { op: ">", value: 0.85 },
    },
    forMs,
    mode: "grid",
  });
const PER_PROCESS = ["service.name", "service.instance.id"];

function memory(instanceId: string, value: number, atMs: number, environment = "production"): MetricPoint {
  const point = gaugePoint("memory", value, atMs, instanceId);
  const named = { "service.namespace": "shop", "deployment.environment.name": environment };
  return { ...point, resource: { ...point.resource, attributes: { ...point.resource.attributes, ...named } } };
}

function push(engine: EngineHarness, ms: number, points: (atMs: number) => readonly MetricPoint[]): void {
  for (let passed = 0; passed < ms; passed += 15_000) {
    engine.accept({ points: points(engine.nowMs()) });
    engine.tickUntil(15_000);
  }
}

const states = (engine: EngineHarness): readonly string[] => engine.snapshot().alerts.map(({ state }) => state);

describe("an alert about a process that has ended", () => {
  it.each(["stopped", "dead"] as const)("does not fire anew from its last value (%s)", (state) => {
    const engine = alertingOf(configOf({ rules: [memoryHigh(PER_PROCESS)] }));
    push(engine, 4 * MINUTE, (atMs) => [memory("i1", 0.95, atMs)]);
    engine.accept({ changes: [instanceChange("i1", state)] });
    for (let minute = 0; minute < 10; minute += 1) {
      engine.tickUntil(MINUTE);
      expect(states(engine)).toEqual(["resolved"]);
    }
  });

  it("does not fire from what is sent last, after its end was told", () => {
    const engine = alertingOf(configOf({ rules: [memoryHigh(PER_PROCESS, 0)] }));
    engine.accept({ changes: [instanceChange("i1", "stopped")] });
    engine.accept({ points: [memory("i1", 0.95, engine.nowMs())] });
    engine.tickUntil(10 * MINUTE);
    expect(states(engine)).toEqual([]);
  });

  it("stays over across a restart, and fires again for a process that lives after all", () => {
    const before = alertingOf(configOf({ rules: [memoryHigh(PER_PROCESS, 0)] }));
    push(before, MINUTE, (atMs) => [memory("i1", 0.95, atMs)]);
    before.accept({ changes: [instanceChange("i1", "dead")] });
    const engine = before.restart();
    engine.tickUntil(MINUTE);
    expect(states(engine)).toEqual(["resolved"]);
    engine.accept({ changes: [instanceChange("i1", "live")], points: [memory("i1", 0.95, engine.nowMs())] });
    engine.tickUntil(MINUTE);
    expect(states(engine)).toContain("firing");
  });

  it("is not one about a process of the same id in another environment", () => {
    const by = [...PER_PROCESS, "deployment.environment.name"];
    const engine = alertingOf(configOf({ rules: [memoryHigh(by, 0)] }));
    push(engine, MINUTE, (atMs) => [memory("i1", 0.95, atMs), memory("i1", 0.95, atMs, "staging")]);
    engine.accept({ changes: [instanceChange("i1", "stopped")] });
    engine.tickUntil(MINUTE);
    const firing = engine.snapshot().alerts.filter(({ state }) => state === "firing");
    expect(firing.map(({ labels }) => labels["deployment_environment_name"])).toEqual(["staging"]);
  });
});

describe("an alert about a service", () => {
  it("does not go by the last word of a process that has ended, once another speaks", () => {
    const engine = alertingOf(configOf({ rules: [memoryHigh(["service.name"], 0)] }));
    push(engine, MINUTE, (atMs) => [memory("i1", 0.95, atMs)]);
    engine.accept({ changes: [instanceChange("i1", "stopped")] });
    engine.tickUntil(MINUTE);
    expect(states(engine)).toEqual(["firing"]);
    push(engine, MINUTE, (atMs) => [memory("i2", 0.2, atMs)]);
    expect(states(engine)).toEqual(["resolved"]);
  });
});

describe("an alert that a process is not heard", () => {
  const silentFor = (by: GroupBy): ReturnType<typeof ruleOf> =>
    ruleOf("HeartbeatGone", {
      condition: { kind: "absence", select: { metric: "memory", where: [] }, by, afterMs: 5 * MINUTE },
      mode: "grid",
    });
  const about = (engine: EngineHarness): readonly string[] =>
    engine
      .snapshot()
      .alerts.filter(({ state }) => state === "firing")
      .map(({ labels }) => labels["service_instance_id"] ?? "all");

  it("is not raised by one that has stopped, while others are heard", () => {
    const engine = alertingOf(configOf({ rules: [silentFor(PER_PROCESS)] }));
    push(engine, MINUTE, (atMs) => [memory("i1", 1, atMs), memory("i2", 1, atMs)]);
    engine.accept({ changes: [instanceChange("i1", "stopped")] });
    push(engine, 20 * MINUTE, (atMs) => [memory("i2", 1, atMs)]);
    expect(about(engine)).toEqual([]);
    // Nobody sends any more: that is one alert, from the time at which the last was heard.
    engine.accept({ changes: [instanceChange("i2", "stopped")] });
    engine.tickUntil(4 * MINUTE);
    expect(about(engine)).toEqual([]);
    engine.tickUntil(2 * MINUTE);
    expect(about(engine)).toEqual(["all"]);
  });

  it("is over once it is known to be dead, however long it was silent by then", () => {
    const engine = alertingOf(configOf({ rules: [silentFor(PER_PROCESS)] }));
    push(engine, MINUTE, (atMs) => [memory("i1", 1, atMs), memory("i2", 1, atMs)]);
    push(engine, 90 * MINUTE, (atMs) => [memory("i2", 1, atMs)]);
    expect(about(engine)).toEqual(["i1"]);
    engine.accept({ changes: [instanceChange("i1", "dead")] });
    push(engine, 10 * MINUTE, (atMs) => [memory("i2", 1, atMs)]);
    expect(about(engine)).toEqual([]);
  });
});
