import { EventEmitter } from "node:events";

import { waitFor } from "@jobscope/testkit";
import { beforeEach, expect, onTestFinished, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import type { PerformanceAlert } from "../model/monitor.ts";
import { drops } from "../record/drops.ts";
import { currentTelemetry } from "../record/telemetry.ts";
import { observe } from "./observe.ts";

let telemetry: Telemetry;
beforeEach(() => {
  telemetry = collectTelemetry();
  currentTelemetry();
  onTestFinished(() => telemetry.dispose());
});

const dropped = (reason: string): number => drops.counts.get(`metrics ${reason}`)?.count ?? 0;

test("numbers of a monitor are gauges of the same collection, with unit and attributes", async () => {
  let active = 3;
  onTestFinished(
    observe("app", {
      metrics: () => ({
        "app.requests.active": active,
        "db.pool.usage": [
          { value: 4, unit: "{connection}", attributes: { pool: "main" } },
          { value: 1, unit: "{connection}", attributes: { pool: "reports" } },
        ],
      }),
    }),
  );
  let metrics = await telemetry.metrics();
  expect(metrics["app.requests.active"]).toEqual([[{}, 3]]);
  expect(metrics["db.pool.usage"]).toEqual([
    [{ pool: "main" }, 4],
    [{ pool: "reports" }, 1],
  ]);
  active = 5;
  metrics = await telemetry.metrics();
  expect(metrics["app.requests.active"]).toEqual([[{}, 5]]);
});

test("what is no number, has no possible name or passes a limit is dropped and counted; a throw ends nothing", async () => {
  const before = ["observed_not_finite", "observed_name", "observed_series", "observed_names"].map(dropped);
  const end = observe("hostile", {
    metrics: () => ({
      "app.nan": Number.NaN,
      "app.text": "7" as never,
      "app.null": { value: null } as never,
      "job.run.active": 1,
      "process.memory.usage": 1,
      "with blank": 1,
      "": 1,
      "app.secret": { value: 1, attributes: { user: "someone@example.com" } },
      "app.many": Array.from({ length: 1200 }, (_, id) => ({ value: id, attributes: { id } })),
      ...Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`app.name.${i}`, i])),
    }),
  });
  onTestFinished(
    observe("throwing", {
      metrics: () => {
        throw new Error("not ready");
      },
      alerts: () => {
        throw new Error("no such event");
      },
    }),
  );
  onTestFinished(observe("after it", { metrics: () => ({ "app.requests.active": 9 }) }));
  const metrics = await telemetry.metrics();
  end();
  expect(metrics["app.requests.active"]).toEqual([[{}, 9]]);
  expect(metrics["app.many"]?.length).toBeLessThan(1000);
  expect(Object.keys(metrics).filter((name) => name.startsWith("app.name.")).length).toBeLessThan(100);
  expect(JSON.stringify(metrics["app.secret"])).not.toContain("someone@example.com");
  const after = ["observed_not_finite", "observed_name", "observed_series", "observed_names"].map(dropped);
  for (const [i, count] of after.entries()) expect(count).toBeGreaterThan(before[i] ?? 0);
});

test("alerts become log records, in a later turn; 60 a minute; none after the end", async () => {
  const monitor = new EventEmitter();
  const end = observe("app-metrics", {
    alerts: (report) => {
      monitor.on("performanceAlert", report);
      return () => monitor.off("performanceAlert", report);
    },
  });
  const alert: { -readonly [Key in keyof PerformanceAlert]: PerformanceAlert[Key] } = {
    name: "slow_response",
    severity: "critical",
    message: "p95 of someone@example.com is 1.25 s",
    value: 1250,
    threshold: 1000,
    attributes: { route: "/pay", since: new Date(0) },
  };
  monitor.emit("performanceAlert", alert);
  alert.name = "reused";
  for (const wrong of [
    undefined,
    null,
    "text",
    {
      get name() {
        throw new Error("hostile");
      },
    },
  ]) {
    expect(() => monitor.emit("performanceAlert", wrong)).not.toThrow();
  }
  expect(telemetry.events("performance.alert")).toHaveLength(0);
  await waitFor("the alert", () => telemetry.events("performance.alert").length > 0);
  const [record] = telemetry.events("performance.alert");
  expect(record).toMatchObject({
    severityText: "ERROR",
    attributes: {
      "log.category": "performance",
      "jobscope.performance.monitor.name": "app-metrics",
      "jobscope.performance.alert.name": "slow_response",
      "jobscope.performance.alert.severity": "critical",
      "jobscope.performance.alert.value": 1250,
      "jobscope.performance.alert.threshold": 1000,
      route: "/pay",
    },
  });
  expect(String(record?.body)).not.toContain("someone@example.com");
  for (let i = 0; i < 200; i++) monitor.emit("performanceAlert", { name: "storm" });
  await waitFor("the storm", () => telemetry.events("performance.alert").length >= 50);
  end();
  expect(monitor.listenerCount("performanceAlert")).toBe(0);
  await new Promise(setImmediate);
  expect(telemetry.events("performance.alert").length).toBeLessThanOrEqual(61);
  expect(drops.counts.get("logs observed_alerts")?.count).toBeGreaterThanOrEqual(140);
});

test("health of a component is checked as by registerHealthCheck", async () => {
  onTestFinished(observe("pool", { health: { database: () => false } }));
  await waitFor("the health of the pool", async () => {
    const points = (await telemetry.metrics())["jobscope.component.healthy"] ?? [];
    return points.some(
      ([attributes, value]) => Reflect.get(Object(attributes), "jobscope.component.name") === "database" && value === 0,
    );
  });
});
