import { SeverityNumber, SpanStatusCode } from "@opentelemetry/api";
import { OTLPLogExporter as JsonLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtoLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter as JsonMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtoMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as JsonTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtoTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { AggregationType, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { describe, expect, test } from "vitest";

import { listen, type TestServer } from "../../test/receiver-server.ts";
import type { MetricPoint } from "../model/records.ts";
import { decodeRequest } from "./decode-request.ts";

const resource = resourceFromAttributes({ "service.name": "billing" });

const encodings = [
  { encoding: "protobuf", Traces: ProtoTraceExporter, Logs: ProtoLogExporter, Metrics: ProtoMetricExporter },
  { encoding: "json", Traces: JsonTraceExporter, Logs: JsonLogExporter, Metrics: JsonMetricExporter },
] as const;

function records(server: TestServer): readonly unknown[] {
  return server.received.flatMap((raw) => decodeRequest(raw).records as readonly unknown[]);
}

describe.each(encodings)("the JavaScript SDK's $encoding exporters", ({ encoding, Traces, Logs, Metrics }) => {
  test.each(["gzip", "none"])("spans, compression %s", async (compression) => {
    await using server = await listen();
    const exporter = new Traces({ url: `${server.url}/v1/traces`, compression: compression as never });
    const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    const tracer = provider.getTracer("jobs", "1.0.0");
    const span = tracer.startSpan("run cleanup", {
      attributes: { "job.name": "cleanup", big: 2 ** 60, bad: Number.NaN, list: [1, 2] },
    });
    span.addEvent("progress", { percent: 50 });
    span.setStatus({ code: SpanStatusCode.ERROR, message: "disk full" });
    span.end();
    await provider.shutdown();
    expect(server.received).toMatchObject([{ signal: "traces", encoding }]);
    expect(server.received[0]?.compression).toBe(compression === "gzip" ? "gzip" : "identity");
    const [read] = records(server);
    expect(read).toMatchObject({
      name: "run cleanup",
      traceId: span.spanContext().traceId,
      spanId: span.spanContext().spanId,
      parentSpanId: "",
      kind: 1,
      flags: 0x101,
      statusCode: 2,
      statusMessage: "disk full",
      attributes: { "job.name": "cleanup", big: BigInt(2 ** 60), bad: Number.NaN, list: [1, 2] },
      events: [{ name: "progress", attributes: { percent: 50 } }],
      resource: { attributes: { "service.name": "billing" } },
      scope: { name: "jobs", version: "1.0.0" },
    });
  });

  test("log records", async () => {
    await using server = await listen();
    const exporter = new Logs({ url: `${server.url}/v1/logs` });
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    const attributes = { nested: { deep: [1, "two", null, true] }, bytes: new Uint8Array([1, 2]) };
    provider.getLogger("jobs").emit({
      eventName: "job.run.end",
      severityNumber: SeverityNumber.ERROR,
      severityText: "ERROR",
      body: "✓ done",
      attributes,
    });
    await provider.shutdown();
    expect(records(server)).toMatchObject([
      { eventName: "job.run.end", severityNumber: 17, severityText: "ERROR", body: "✓ done", attributes, traceId: "" },
    ]);
    expect(records(server)).toMatchObject([{ observedMs: expect.closeTo(Date.now(), -5) }]);
  });

  test("points of every kind", async () => {
    await using server = await listen();
    const exporter = new Metrics({ url: `${server.url}/v1/metrics` });
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
    const views = [{ instrumentName: "exp", aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM as const } }];
    const provider = new MeterProvider({ resource, readers: [reader], views });
    const meter = provider.getMeter("jobs");
    meter.createCounter("sum", { unit: "{run}" }).add(3, { "job.name": "a" });
    meter.createGauge("gauge").record(1.5);
    meter.createHistogram("hist", { unit: "s", advice: { explicitBucketBoundaries: [1, 2] } }).record(1.5);
    meter.createHistogram("exp").record(4);
    await provider.shutdown();
    const byName = new Map((records(server) as readonly MetricPoint[]).map((point) => [point.metric.name, point]));
    expect(byName.get("sum")).toMatchObject({
      kind: "sum",
      value: 3,
      metric: { unit: "{run}", temporality: 2, isMonotonic: true },
    });
    expect(byName.get("gauge")).toMatchObject({ kind: "gauge", value: 1.5 });
    expect(byName.get("hist")).toMatchObject({
      kind: "histogram",
      count: 1,
      sum: 1.5,
      min: 1.5,
      bucketCounts: [0, 1, 0],
      bounds: [1, 2],
    });
    expect(byName.get("exp")).toMatchObject({ kind: "exponential_histogram", count: 1, sum: 4, zeroCount: 0 });
  });

  test("a receiver that is full: the exporter comes back", async () => {
    let tries = 0;
    const ingest = async () =>
      ++tries === 1
        ? ({ kind: "unavailable", message: "full", retryAfterSeconds: 1 } as const)
        : ({ kind: "accepted", rejected: 0, message: "" } as const);
    await using server = await listen({ ingest });
    const exporter = new Traces({ url: `${server.url}/v1/traces` });
    const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    provider.getTracer("jobs").startSpan("run a").end();
    await provider.shutdown();
    expect(tries).toBe(2);
  });
});
