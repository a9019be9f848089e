import type { OtlpSink } from "@jobscope/testkit";
import { startOtlpSink } from "@jobscope/testkit";
import type { Meter } from "@opentelemetry/api";
import { ROOT_CONTEXT, SpanStatusCode, TraceFlags, trace } from "@opentelemetry/api";
import { TraceState } from "@opentelemetry/core";
import { OTLPLogExporter as JsonLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter as JsonMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as JsonTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import type { LogRecordExporter } from "@opentelemetry/sdk-logs";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { SpanExporter } from "@opentelemetry/sdk-trace";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { CANARY, canarySanitizer } from "../../test/canary-sanitizer.ts";
import { sanitizeLogExporter, sanitizeMetricExporter, sanitizeSpanExporter } from "./sanitizing-exporters.ts";
import { SanitizingLogRecordProcessor } from "./sanitizing-log-record-processor.ts";
import { SanitizingSpanProcessor } from "./sanitizing-span-processor.ts";

let sink: OtlpSink;
let bodies: string;
beforeEach(async () => {
  sink = await startOtlpSink();
  bodies = "";
});
afterEach(() => sink.close());

let planted = 0;
/** A new canary each time, so that a miss says which. */
const canary = (place: string): string => `${CANARY}${place}${++planted}`;

const resource = () =>
  resourceFromAttributes(
    {
      "service.name": "parts",
      [`key.${canary("ResourceKey")}`]: "a",
      "process.owner": canary("Resource"),
      "process.command_args": ["node", "app.js", `--x=${canary("Argument")}`],
    },
    { schemaUrl: `https://schemas.example.com/${canary("ResourceSchema")}` },
  );

const sanitizing = { sanitizer: canarySanitizer("of the test") };

function emitSpans(exporter: SpanExporter, wrap: "processor" | "exporter"): Promise<void> {
  const batch = new BatchSpanProcessor({
    exporter: wrap === "exporter" ? sanitizeSpanExporter(exporter, sanitizing) : exporter,
  });
  const spanProcessors =
    wrap === "exporter" ? [batch] : [new SanitizingSpanProcessor({ ...sanitizing, processors: [batch] })];
  const provider = new TracerProvider({ resource: resource(), spanProcessors });
  const tracer = provider.getTracer(`scope ${canary("Scope")}`, canary("Version"));
  const remote = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    traceFlags: TraceFlags.SAMPLED,
    traceState: new TraceState(`ok=1,vendor=${canary("TraceState")}`),
  };
  const span = tracer.startSpan(
    `GET ${canary("SpanName")}`,
    {
      attributes: { [`key.${canary("Key")}`]: 1, nested: { list: [{ deep: canary("Nested") }] }, kept: "kept" },
      links: [{ context: remote, attributes: { link: canary("Link") } }],
    },
    trace.setSpanContext(ROOT_CONTEXT, remote),
  );
  span.addEvent(`event ${canary("EventName")}`, { event: canary("EventAttribute") });
  span.recordException(new Error(canary("Exception")));
  span.setStatus({ code: SpanStatusCode.ERROR, message: canary("Status") });
  span.end();
  return provider.forceFlush();
}

async function emitLogs(exporter: LogRecordExporter, wrap: "processor" | "exporter"): Promise<void> {
  const batch = new BatchLogRecordProcessor({
    exporter: wrap === "exporter" ? sanitizeLogExporter(exporter, sanitizing) : exporter,
  });
  const processors =
    wrap === "exporter" ? [batch] : [new SanitizingLogRecordProcessor({ ...sanitizing, processors: [batch] })];
  const provider = new LoggerProvider({ resource: resource(), processors });
  const logger = provider.getLogger(`scope ${canary("Scope")}`, "1.0", {
    attributes: { scope: canary("ScopeAttribute") },
  });
  logger.emit({
    body: { message: canary("Body"), list: [canary("BodyList")] },
    eventName: `event.${canary("EventName")}`,
    severityText: canary("Severity"),
    attributes: { [`key.${canary("Key")}`]: 1, nested: { list: [{ deep: canary("Nested") }] }, kept: "kept" },
    exception: new Error(canary("Exception")),
  });
  logger.emit({ body: `a line with ${canary("Line")}` });
  await provider.forceFlush();
}

function record(meter: Meter): void {
  const counter = meter.createCounter(`count.${canary("Name")}`, { description: canary("Description"), unit: "1" });
  counter.add(1, { user: canary("Attribute"), [`key.${canary("Key")}`]: "x" });
  meter.createHistogram("sizes").record(3, { user: canary("Attribute") });
}

describe.each([["protobuf"], ["json"]])("over OTLP as %s", (encoding) => {
  const isJson = encoding === "json";
  const at = (signal: string): { url: string } => ({ url: `${sink.url}/v1/${signal}` });

  const expectClean = (value: unknown): void => {
    bodies = JSON.stringify(value);
    expect(bodies.length).toBeGreaterThan(100);
    expect(bodies).not.toContain(CANARY);
    expect(bodies).toContain("[REDACTED:custom]");
  };

  test.each([["processor" as const], ["exporter" as const]])("a span, by the %s", async (wrap) => {
    await emitSpans(isJson ? new JsonTraceExporter(at("traces")) : new ProtobufTraceExporter(at("traces")), wrap);
    await sink.until(() => sink.spans.length === 1);
    const [span] = sink.spans;
    expectClean(span);
    expect(span?.attributes["kept"]).toBe("kept");
    expect(span?.scope.attributes["jobscope.sanitizer.policy"]).toBe("of the test");
    expect(bodies).toContain("ok=1");
    expect(span?.resource.attributes["service.name"]).toBe("parts");
    expect(span?.traceId).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(span?.events).toHaveLength(2);
  });

  test.each([["processor" as const], ["exporter" as const]])("a log record, by the %s", async (wrap) => {
    await emitLogs(isJson ? new JsonLogExporter(at("logs")) : new ProtobufLogExporter(at("logs")), wrap);
    await sink.until(() => sink.logs.length === 2);
    expectClean(sink.logs);
    for (const log of sink.logs) {
      expect(log.scope.attributes["jobscope.sanitizer.policy"]).toBe("of the test");
      expect(log.resource.attributes["service.name"]).toBe("parts");
    }
    expect(sink.logs[0]?.attributes["kept"]).toBe("kept");
  });

  test("metrics", async () => {
    const exporter = isJson ? new JsonMetricExporter(at("metrics")) : new ProtobufMetricExporter(at("metrics"));
    const reader = new PeriodicExportingMetricReader({
      exporter: sanitizeMetricExporter(exporter, sanitizing),
      exportIntervalMillis: 3_600_000,
    });
    const provider = new MeterProvider({ resource: resource(), readers: [reader] });
    record(provider.getMeter(`scope ${canary("Scope")}`, canary("Version")));
    await provider.forceFlush();
    await sink.until(() => sink.points.length === 2);
    expectClean(sink.points);
    for (const point of sink.points) expect(point.scope.attributes["jobscope.sanitizer.policy"]).toBe("of the test");
    await provider.shutdown();
  });
});
