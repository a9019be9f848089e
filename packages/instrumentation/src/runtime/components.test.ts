import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

import type { MetricPoint } from "@jobscope/otlp";
import { startOtlpSink } from "@jobscope/testkit";
import { test } from "vitest";

const program = fileURLToPath(new URL("../../test/fixtures/components.ts", import.meta.url));

function run(scenario: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [program, scenario], { env: { ...process.env, NODE_OPTIONS: "", ...env } });
  let output = "";
  child.stdout.on("data", (chunk) => (output += String(chunk)));
  child.stderr.on("data", (chunk) => (output += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

const valueOf = (point: MetricPoint): unknown =>
  point.kind === "histogram" ? point.count : Reflect.get(point, "value");

test.concurrent.for(["start", "parts", "sdk"])(
  "what is registered before any SDK is observed once there is one: %s",
  async (scenario, { expect, onTestFinished }) => {
    const sink = await startOtlpSink();
    onTestFinished(() => sink.close());
    expect(await run(scenario, { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url })).toEqual({ code: 0, output: "" });
    const seen = (name: string, attributes: object): unknown[] => {
      const points = sink.points.filter((point) => point.metric.name === name);
      const wanted = points.filter((point) =>
        Object.entries(attributes).every(([key, value]) => point.attributes[key] === value),
      );
      return [...new Set(wanted.map(valueOf))];
    };
    expect(seen("jobscope.component.healthy", { "jobscope.component.name": "database" })).toEqual([0]);
    expect(seen("jobscope.component.healthy", { "jobscope.component.name": "email" })).toEqual([1]);
    expect(seen("job.concurrency.usage", { "job.pool.name": "invoices" })).toEqual([3]);
    expect(seen("job.concurrency.limit", { "job.pool.name": "invoices" })).toEqual([4]);
    expect(seen("app.requests.active", {})).toEqual([7]);
    expect(seen("jobscope.email.send.duration", { "jobscope.email.result": "success" })).toEqual([1]);
    expect(seen("jobscope.process.memory.utilization", { "jobscope.memory.limit.kind": "heap" })).not.toEqual([]);
    expect(sink.events("metrics.health").map((record) => record.body)).toEqual([
      "database is unhealthy: the health check returned false",
    ]);
    expect(sink.events("performance.alert").map((record) => record.body)).toEqual(["slow_response"]);
  },
);

test.concurrent("without any SDK nothing happens, and nothing keeps the process alive", async ({ expect }) => {
  expect(await run("none", {})).toEqual({ code: 0, output: "" });
});

test.concurrent("a change of health does not wait for an interval", async ({ expect, onTestFinished }) => {
  const sink = await startOtlpSink();
  onTestFinished(() => sink.close());
  const child = spawn(process.execPath, [program, "stay"], {
    env: { ...process.env, NODE_OPTIONS: "", OTEL_EXPORTER_OTLP_ENDPOINT: sink.url },
  });
  const closed = new Promise((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  const isUnhealthy = (point: MetricPoint): boolean =>
    point.metric.name === "jobscope.component.healthy" &&
    point.attributes["jobscope.component.name"] === "database" &&
    valueOf(point) === 0;
  await sink.until(() => sink.points.some(isUnhealthy) && sink.events("metrics.health").length > 0);
  expect(sink.points.filter(isUnhealthy)).toHaveLength(1);
});
