import type { MetricPoint } from "@jobscope/otlp";
import { beforeEach, describe, expect, it } from "vitest";

import {
  alertingOf,
  changesOfRun,
  gaugePoint,
  MINUTE,
  runOf,
  T0,
  type EngineHarness,
} from "../../../test/support/engine-harness.ts";
import type { DeliveryAttempt } from "../../model/notification.ts";
import { defaultAlertingConfig } from "../parse/parse-alerting-file.ts";

let engine: EngineHarness;

beforeEach(() => {
  engine = alertingOf(defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: 60_000 }));
});

/** What people are told, a line for each alert. */
function told(attempts: readonly DeliveryAttempt[]): readonly string[] {
  return attempts.flatMap(({ message }) =>
    message.alerts.map(
      ({ ruleName, severity, annotations }) =>
        `${message.reason} ${severity} ${ruleName}: ${annotations["summary"] ?? ""}`,
    ),
  );
}

function run(number: number, state: "success" | "failure", failures: number): readonly DeliveryAttempt[] {
  const { attempts } = engine.accept({ changes: changesOfRun(runOf(number, state, engine.nowMs()), failures) });
  engine.deliver(attempts);
  return attempts;
}

/** A gauge that is pushed every 15 s. */
function push(points: (atMs: number) => readonly MetricPoint[], ms: number): readonly DeliveryAttempt[] {
  const made: DeliveryAttempt[] = [];
  for (let passed = 0; passed < ms; passed += 15_000) {
    const { attempts } = engine.accept({ points: points(engine.nowMs()) });
    engine.deliver(attempts);
    made.push(...attempts, ...engine.tickUntil(15_000));
  }
  return made;
}

function component(name: string, healthy: number, timeMs: number): MetricPoint {
  const point = gaugePoint("jobscope.component.healthy", healthy, timeMs);
  return {
    ...point,
    resource: {
      ...point.resource,
      attributes: {
        "service.name": "billing",
        "service.namespace": "shop",
        "deployment.environment.name": "production",
      },
    },
    attributes: { "jobscope.component.name": name },
  };
}

describe("the default pack, through the whole engine", () => {
  it("tells of a failed critical job at once, calls again when nobody answers, and tells when it is over", () => {
    expect(told(run(1, "failure", 1))).toEqual([
      "firing critical CriticalJobFailed: Critical job invoice of billing (production) failed",
    ]);
    const [alert] = engine.snapshot().alerts.filter(({ state }) => state === "firing");
    expect(alert!.annotations["description"]).toMatch(/read the error, then run it again by hand\.$/);
    expect(alert!.annotations["description"]).not.toContain("error expanding");
    expect(told(engine.tickUntil(MINUTE))).toEqual([
      "escalation critical CriticalJobFailed: Critical job invoice of billing (production) failed",
    ]);
    run(2, "success", 0);
    expect(told(engine.tickUntil(10 * MINUTE))).toContain(
      "resolved critical CriticalJobFailed: Critical job invoice of billing (production) failed",
    );
  });

  it("says of a failure rate nothing that its runs do not show, and advises by the kind of rule", () => {
    const { rules } = defaultAlertingConfig({ channels: ["console"] });
    const description = (name: string): string =>
      rules.find((rule) => rule.name === name)?.annotations["description"] ?? "";
    // Two of two may have failed.
    expect(description("JobFailureRateHigh")).not.toContain("runs are good");
    expect(description("AlertFlapping")).toMatch(/mend the job.*clearBelow or clearAbove/);
  });

  it("calls nobody again for the same critical job that fails in a row", () => {
    expect(told(run(1, "failure", 1))).toHaveLength(1);
    engine.tickUntil(MINUTE);
    run(2, "failure", 2);
    engine.tickUntil(MINUTE);
    expect(told(run(3, "failure", 3))).toEqual([]);
    const later = told(engine.tickUntil(10 * MINUTE));
    expect(later.filter((line) => line.includes("JobConsecutiveFailures"))).toEqual([]);
    const firing = engine.snapshot().alerts.filter(({ state }) => state === "firing");
    expect(firing.map(({ ruleName }) => ruleName)).toContain("JobConsecutiveFailures");
  });

  it("counts failures in a row", () => {
    const pack = { rules: { CriticalJobFailed: false } };
    engine = alertingOf(defaultAlertingConfig({ channels: ["console"], criticalEscalationMs: 60_000, pack }));
    run(1, "failure", 1);
    engine.tickUntil(MINUTE);
    run(2, "failure", 2);
    engine.tickUntil(MINUTE);
    expect(told(run(3, "failure", 3))).toEqual([
      "firing critical JobConsecutiveFailures: Job invoice of billing (production) failed 3 times in a row",
    ]);
  });

  it("waits two minutes before it speaks of memory, and says how full it is", () => {
    const full = (atMs: number): readonly MetricPoint[] => [
      gaugePoint("jobscope.process.memory.utilization", 0.912, atMs),
    ];
    expect(told(push(full, MINUTE))).toEqual([]);
    expect(told(push(full, 3 * MINUTE))).toEqual([
      "firing warning MemoryHigh: A process of billing uses 91.2% of its memory",
    ]);
    // Below what fires, above what clears.
    const less = (atMs: number): readonly MetricPoint[] => [
      gaugePoint("jobscope.process.memory.utilization", 0.82, atMs),
    ];
    expect(told(push(less, 10 * MINUTE))).toEqual([]);
    const good = (atMs: number): readonly MetricPoint[] => [
      gaugePoint("jobscope.process.memory.utilization", 0.5, atMs),
    ];
    expect(told(push(good, 10 * MINUTE))).toEqual([
      expect.stringMatching(/^resolved warning MemoryHigh: A process of billing uses [89][\d.]*% of its memory$/),
    ]);
  });

  it("tells of the database, and not of the failures that it causes", () => {
    const down = (atMs: number): readonly MetricPoint[] => [
      component("database", 0, atMs),
      component("email", 1, atMs),
    ];
    expect(told(push(down, MINUTE))).toEqual([
      "firing critical DatabaseUnreachable: The database of billing (production) cannot be reached",
    ]);
    expect(told(run(1, "failure", 1))).toEqual([]);
    expect(told(push(down, MINUTE)).filter((line) => line.includes("Failed"))).toEqual([]);
  });

  it("tells e-mail from other components", () => {
    const failing = (atMs: number): readonly MetricPoint[] => [
      component("email", 0, atMs),
      component("cache", 0, atMs),
    ];
    expect(told(push(failing, 3 * MINUTE)).toSorted()).toEqual([
      "firing warning ComponentUnhealthy: cache of billing (production) is not healthy",
      "firing warning EmailFailing: E-mail of billing (production) does not work",
    ]);
  });

  it("renders no template as an error, whatever an alert lacks", () => {
    push((atMs) => [component("db", 0, atMs), component("email", 0, atMs), component("x", 0, atMs)], 3 * MINUTE);
    run(1, "failure", 1);
    engine.tickUntil(10 * MINUTE);
    const { alerts } = engine.snapshot();
    expect(alerts.length).toBeGreaterThan(3);
    for (const { annotations } of alerts) {
      for (const text of Object.values(annotations)) expect(text).not.toMatch(/<error|<no value>|\{\{/);
    }
    expect(engine.nowMs()).toBeGreaterThan(T0);
  });
});
