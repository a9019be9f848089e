import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

import type { MetricPoint } from "@jobscope/otlp";
import type { OtlpSink } from "@jobscope/testkit";
import { startOtlpSink } from "@jobscope/testkit";
import { afterEach, beforeEach, expect, test } from "vitest";

const program = (name: string): string => fileURLToPath(new URL(`../../test/fixtures/${name}.ts`, import.meta.url));

function run(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [program(name), ...args], {
    env: { ...process.env, NODE_OPTIONS: "", ...env },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  child.stderr.on("data", (chunk) => (stderr += String(chunk)));
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

let sink: OtlpSink;
beforeEach(async () => {
  sink = await startOtlpSink();
});
afterEach(() => sink.close());

const countOf = (points: readonly MetricPoint[], job: string): number[] =>
  points.flatMap((point) =>
    point.kind === "histogram" && point.metric.name === "job.run.duration" && point.attributes["job.name"] === job
      ? [point.count]
      : [],
  );

test.each([["twice"], ["sdk-before"], ["sdk-after"], ["parts"], ["json"]])(
  "each run is counted once, whoever started what: %s",
  async (scenario) => {
    const { code, stderr } = await run("twice", [scenario], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const ends = sink.events("job.run.end").filter((event) => event.attributes["job.name"] === "ticking");
    expect(ends).toHaveLength(3);
    const spanIds = sink.spans.filter((span) => span.name === "run ticking").map((span) => span.spanId);
    expect([spanIds.length, new Set(spanIds).size]).toEqual([3, 3]);
    expect(new Set(countOf(sink.points, "ticking"))).toEqual(new Set([3]));
    expect(sink.logs.filter((record) => record.body === "a line")).toHaveLength(1);
    expect(sink.events("job.process.start")).toHaveLength(1);
    const beats = sink.events("job.process.heartbeat").map((beat) => beat.attributes);
    expect(beats).toEqual([
      expect.objectContaining({
        "job.process.heartbeat.sequence": 1,
        "job.process.heartbeat.interval": 60,
        "job.process.active_run_count": 0,
        "job.process.dropped_records": 0,
      }),
    ]);
    expect(new Set(sink.requests.map((request) => request.contentType))).toEqual(
      new Set([scenario === "json" ? "application/json" : "application/x-protobuf"]),
    );
    const resource = ends[0]?.resource.attributes;
    expect(resource?.["service.name"]).toBe(scenario === "sdk-before" ? "user" : "twice");
    if (scenario !== "sdk-before") expect(resource?.["process.command_args"]).toBeUndefined();
  },
);

test("a script without exit handlers that does nothing else waits for its flush and its shutdown", async () => {
  const { code, stdout } = await run("idle", ["flush"], { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "true\nshut down\n" });
  expect(sink.events("job.run.end")).toHaveLength(1);
  expect(sink.events("job.process.stop")).toHaveLength(1);
});

test("and no longer than their time-outs, where the receiver takes a request and never answers", async () => {
  const hung = createServer().listen(0, "127.0.0.1");
  await once(hung, "listening");
  const address = hung.address();
  const port = typeof address === "object" ? address?.port : 0;
  try {
    const { code, stdout } = await run("idle", ["flush"], {
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
      OTEL_EXPORTER_OTLP_TIMEOUT: "1000",
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: "false\nshut down\n" });
  } finally {
    hung.close();
  }
});

test("OTEL_SDK_DISABLED and a wrong endpoint leave the jobs alone", async () => {
  const disabled = await run("twice", ["twice"], { OTEL_SDK_DISABLED: "true", OTEL_EXPORTER_OTLP_ENDPOINT: sink.url });
  expect([disabled.code, sink.requests.length]).toEqual([0, 0]);
  const wrong = await run("twice", ["twice"], { OTEL_EXPORTER_OTLP_ENDPOINT: "not a url" });
  expect(wrong.code).toBe(0);
  expect(wrong.stderr).toContain("telemetry is off");
});

test("a job registered in a request leaks neither its trace nor its memory", async () => {
  const { code, stdout, stderr } = await run("leak", [], { NODE_OPTIONS: "--expose-gc" });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { parents, growthBytes, traces, runs } = JSON.parse(stdout);
  expect([parents, traces]).toEqual([0, runs]);
  expect(growthBytes).toBeLessThan(5_000_000);
});

test("a failed run of a critical job does not wait for an interval", async () => {
  const child = spawn(process.execPath, [program("critical")], {
    env: { ...process.env, NODE_OPTIONS: "", OTEL_EXPORTER_OTLP_ENDPOINT: sink.url },
  });
  const closed = new Promise((resolve) => child.on("close", resolve));
  try {
    await sink.until(() => countOf(sink.points, "payroll").length > 0);
    expect(sink.spans.map((span) => span.name)).toContain("run payroll");
  } finally {
    child.kill("SIGKILL");
    await closed;
  }
});
