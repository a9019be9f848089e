import type { HistogramPoint, MetricPoint, NumberPoint } from "@jobscope/otlp";
import { describe, expect, test } from "vitest";

import { OutcomeWorld, ruleOf } from "../../../test/outcome/outcome-world.ts";
import { createJobFacts } from "../../series/outcome/create-job-facts.ts";
import { cumulativeIncrement, deltaIncrement } from "../../series/outcome/metric-increment.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const scope = { name: "jobs", version: "", attributes: {}, schemaUrl: "" };

/** A service with an SDK of its own: cumulative metrics once a minute, no job events. */
class MetricService {
  readonly #world: OutcomeWorld;
  readonly #resource;
  readonly #startMs: number;
  readonly #counts = new Map<string, { count: number; sum: number }>();
  failures = 0;
  activeSince = 0;
  missed = 0;

  constructor(world: OutcomeWorld, service = "legacy") {
    this.#world = world;
    this.#startMs = world.clock.nowMs();
    this.#resource = {
      attributes: { "service.name": service, "deployment.environment.name": "test", "service.instance.id": "m" },
      schemaUrl: "",
    };
  }

  run(result: "success" | "failure", seconds = 1): void {
    const before = this.#counts.get(result) ?? { count: 0, sum: 0 };
    this.#counts.set(result, { count: before.count + 1, sum: before.sum + seconds });
    this.failures = result === "success" ? 0 : this.failures + 1;
  }

  #frame(
    name: string,
    kind: MetricPoint["kind"],
    isMonotonic: boolean,
  ): Omit<NumberPoint, "kind" | "value"> & { readonly timeMs: number } {
    return {
      resource: this.#resource,
      scope,
      metric: { name, description: "", unit: "", kind, temporality: kind === "gauge" ? 0 : 2, isMonotonic },
      attributes: { "job.name": "nightly" },
      startMs: this.#startMs,
      timeMs: this.#world.clock.nowMs(),
      flags: 0,
    };
  }

  #gauge(name: string, value: number): NumberPoint {
    return { ...this.#frame(name, "gauge", false), kind: "gauge", value };
  }

  points(): readonly MetricPoint[] {
    const durations = [...this.#counts].map(([result, { count, sum }]): HistogramPoint => {
      const attributes = {
        "job.name": "nightly",
        "job.run.result": result,
        "job.criticality": "high",
        ...(result === "failure" && { "error.type": "ETIMEDOUT" }),
      };
      const frame = { ...this.#frame("job.run.duration", "histogram", false), attributes };
      return { ...frame, kind: "histogram", count, sum, min: undefined, max: undefined, bucketCounts: [], bounds: [] };
    });
    return [
      ...durations,
      this.#gauge("job.run.consecutive_failures", this.failures),
      this.#gauge("job.run.oldest_active.start_time", this.activeSince / 1000),
      { ...this.#frame("job.missed.runs", "sum", true), kind: "sum", value: this.missed },
    ];
  }

  push(): void {
    this.#world.clock.advance(MINUTE);
    this.#world.see({ points: this.points() });
    this.#world.watch.grid(this.#world.clock.nowMs());
  }
}

const world = (): OutcomeWorld =>
  new OutcomeWorld({
    rules: [
      ruleOf({ kind: "consecutive_failures", atLeast: 1 }),
      ruleOf({ kind: "failure_rate", rate: 0.05, windowMs: HOUR, minRuns: 20, confidence: 0.95 }),
      ruleOf({ kind: "average_duration", aboveMs: HOUR, runs: 20, minRuns: 5 }),
      ruleOf({ kind: "stuck", runtimeMs: 2 * HOUR }),
      ruleOf({ kind: "missed", atLeast: 1 }),
      ruleOf({ kind: "error_spike", above: 10, windowMs: HOUR }),
    ],
  });

describe("a service that sends no job events is judged by its metrics", () => {
  test("failures in a row, from the very first one; over with the next success", () => {
    const monitor = world();
    const service = new MetricService(monitor);
    service.run("failure");
    service.push();
    expect(monitor.watch.active("consecutive_failures")).toMatchObject([
      {
        value: 1,
        labels: { job_name: "nightly", service_name: "legacy", job_criticality: "high" },
        traits: { error_type: "ETIMEDOUT" },
        evidence: { errorType: "ETIMEDOUT", count: 1 },
      },
    ]);
    expect(monitor.watch.active("consecutive_failures")[0]?.evidence).not.toHaveProperty("runKey");
    service.run("failure");
    service.push();
    service.push();
    expect(monitor.watch.active("consecutive_failures")[0]?.value).toBe(2);
    service.run("success");
    service.push();
    expect(monitor.watch.turnsOf("consecutive_failures").map(({ to }) => to)).toEqual(["firing", "resolved"]);
    expect(monitor.watch.turnsOf("consecutive_failures")[1]?.cleared).toMatchObject({ evidence: { count: 2 } });
  });

  test("failure rate and error spike by exact increments; the same points again change nothing", () => {
    const monitor = world();
    const service = new MetricService(monitor);
    for (let n = 0; n < 19; n += 1) service.run("success");
    service.push();
    for (let n = 0; n < 11; n += 1) service.run("failure");
    service.push();
    const again = service.points();
    monitor.see({ points: again });
    monitor.see({ points: again });
    const job = monitor.watch.facts.job("test~~legacy~nightly");
    expect(job?.outcomes.countIn(monitor.clock.nowMs(), HOUR)).toMatchObject({ runs: 30, failed: 11 });
    expect(monitor.watch.active("failure_rate")[0]?.value).toBe(11 / 30);
    expect(monitor.watch.active("error_spike")[0]?.value).toBe(11);
  });

  test("average duration, stuck and missed", () => {
    const monitor = world();
    const service = new MetricService(monitor);
    for (let n = 0; n < 5; n += 1) service.run("success", 5400);
    service.activeSince = monitor.clock.nowMs();
    service.missed = 2;
    service.push();
    expect(monitor.watch.active("average_duration")[0]?.value).toBe(5400);
    expect(monitor.watch.active("average_duration")[0]?.evidence).not.toHaveProperty("runKey");
    expect(monitor.watch.active("missed")[0]?.value).toBe(2);
    service.run("success", 1);
    service.push();
    expect(monitor.watch.active("missed")).toEqual([]);
    for (let minute = 0; minute < 121; minute += 1) service.push();
    expect(monitor.watch.active("stuck")).toHaveLength(1);
    service.activeSince = 0;
    service.push();
    expect(monitor.watch.active("stuck")).toEqual([]);
  });

  test("a foreign SDK that tells durations alone; read back after a restart stream by stream, the same", () => {
    const monitor = world();
    const service = new MetricService(monitor);
    const pushed: { point: MetricPoint; receivedMs: number }[] = [];
    const push = (): void => {
      monitor.clock.advance(MINUTE);
      const points = service.points().filter(({ metric }) => metric.name === "job.run.duration");
      pushed.push(...points.map((point) => ({ point, receivedMs: monitor.clock.nowMs() })));
      monitor.see({ points });
    };
    for (const result of ["failure", "failure", "success", "failure", "failure", "failure"] as const) {
      service.run(result);
      push();
    }
    const before = monitor.watch.facts.job("test~~legacy~nightly");
    expect(before).toMatchObject({ streak: { count: 3 }, newest: { state: "failure" } });
    expect(monitor.watch.turnsOf("consecutive_failures").map(({ to }) => to)).toEqual(["firing", "resolved", "firing"]);
    const facts = createJobFacts({ jobs: [], instances: [] });
    facts.need({ runsMs: HOUR });
    const resultOf = ({ point }: (typeof pushed)[number]): string => String(point.attributes["job.run.result"]);
    for (const { point, receivedMs } of pushed.toSorted((a, b) => (resultOf(a) < resultOf(b) ? -1 : 1))) {
      facts.restorePoint(point, receivedMs);
    }
    const after = facts.job("test~~legacy~nightly");
    expect(after?.streak).toEqual({ ...before?.streak, firstMs: after?.streak?.firstMs });
    expect(after?.newest).toEqual(before?.newest);
    expect(after?.outcomes.countIn(monitor.clock.nowMs(), HOUR)).toMatchObject({ runs: 6, failed: 5 });
  });

  test("a flood of job names is bounded", () => {
    const monitor = world();
    const service = new MetricService(monitor);
    const [point] = service.points();
    const names = Array.from({ length: 12_000 }, (_, index) => `job-${index}`);
    monitor.watch.facts.accept({
      changes: [],
      logs: [],
      points: names.map((name) => ({ ...point!, attributes: { ...point!.attributes, "job.name": name } })),
      receivedMs: monitor.clock.nowMs(),
    });
    expect([...monitor.watch.facts.jobs()]).toHaveLength(10_000);
  });

  test("never both: from the first job that events or spans tell of, metrics say nothing about outcomes, and what they said is dropped", () => {
    const monitor = world();
    const service = new MetricService(monitor, "billing");
    service.run("failure");
    service.push();
    expect(monitor.watch.active("consecutive_failures")).toHaveLength(1);
    const { source } = monitor.start("a");
    monitor.send([source.runEnd("other", "r1", { durationMs: 5 })]);
    expect(monitor.watch.active("consecutive_failures")).toEqual([]);
    expect(monitor.watch.facts.job("test~~billing~nightly")).toBeUndefined();
    service.run("failure");
    service.push();
    expect(monitor.watch.active("consecutive_failures")).toEqual([]);
    expect([...monitor.watch.facts.jobs()].map(({ name }) => name)).toEqual(["other"]);
    expect(monitor.watch.facts.service("test~~billing")?.errors.countIn(monitor.clock.nowMs(), HOUR).failures).toBe(0);
  });
});

describe("increments", () => {
  const at = (startMs: number, timeMs: number, count: number): Parameters<typeof deltaIncrement>[1] => ({
    startMs,
    timeMs,
    count,
    sum: 0,
  });

  test.each([
    ["began while we watched: whole", undefined, at(100, 200, 3), 3],
    ["began before: the baseline", undefined, at(10, 200, 3), 0],
    ["start unknown: the baseline", undefined, at(0, 200, 3), 0],
    ["goes on", at(100, 200, 3), at(100, 300, 5), 2],
    ["a repeat", at(100, 200, 3), at(100, 200, 3), undefined],
    ["out of order", at(100, 200, 3), at(100, 150, 2), undefined],
    ["a restart", at(100, 200, 3), at(250, 300, 1), 1],
    ["a restart at once", at(100, 200, 3), at(200, 300, 1), 1],
    ["two writers", at(100, 200, 3), at(150, 300, 4), undefined],
    ["began anew without saying so", at(0, 200, 3), at(0, 300, 1), 1],
  ])("cumulative, %s", (_name, before, now, expected) => {
    expect(cumulativeIncrement(before, now, 50)?.count).toBe(expected);
  });

  test.each([
    ["the first", undefined, at(100, 200, 3), 3],
    ["the next", at(100, 200, 3), at(200, 300, 2), 2],
    ["after a gap", at(100, 200, 3), at(250, 300, 2), 2],
    ["a repeat", at(100, 200, 3), at(100, 200, 3), undefined],
    ["an overlap", at(100, 200, 3), at(150, 300, 2), undefined],
    ["without a start", at(0, 200, 3), at(0, 300, 2), 2],
  ])("delta, %s", (_name, before, now, expected) => {
    expect(deltaIncrement(before, now)?.count).toBe(expected);
  });
});
