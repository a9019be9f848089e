import { SeverityNumber } from "@opentelemetry/api";
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { MeterProvider, MetricReader } from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

import type { RawRequest, Signal } from "../src/index.ts";

/** One batch as the JavaScript SDK writes it. */
export interface Batch {
  readonly signal: Signal;
  readonly items: number;
  readonly protobuf: Uint8Array<ArrayBuffer>;
  readonly json: Uint8Array<ArrayBuffer>;
}

const resource = resourceFromAttributes({
  "service.name": "billing",
  "service.namespace": "shop",
  "service.instance.id": "0190b2f4-7c1e-7aaa-8000-3b8f4b0f9d11",
  "deployment.environment.name": "production",
  "process.pid": 4711,
});

export function batchBody(batch: Batch, encoding: RawRequest["encoding"]): Uint8Array<ArrayBuffer> {
  return encoding === "protobuf" ? batch.protobuf : batch.json;
}

/** Spans with eight attributes each. */
export function spanBatch(items: number): Batch {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ resource, spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  const tracer = provider.getTracer("jobs", "1.2.3");
  for (let index = 0; index < items; index++) {
    const attributes = {
      "job.name": `job-${index % 20}`,
      "job.system.name": "croner",
      "job.run.id": `0190b2f4-7c1e-7aaa-8000-${index.toString(16).padStart(12, "0")}`,
      "job.run.trigger": "schedule",
      "job.run.result": index % 9 === 0 ? "failure" : "success",
      "job.run.attempt": 1 + (index % 3),
      "job.run.delay": index / 1000,
      "job.scope": "cluster",
    };
    tracer.startSpan(`run job-${index % 20}`, { attributes }).end();
  }
  const spans = exporter.getFinishedSpans();
  return {
    signal: "traces",
    items,
    protobuf: bytesOf(ProtobufTraceSerializer.serializeRequest(spans)),
    json: bytesOf(JsonTraceSerializer.serializeRequest(spans)),
  };
}

/** Log records with a body and six attributes each. */
export function logBatch(items: number): Batch {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
  const logger = provider.getLogger("jobs", "1.2.3");
  for (let index = 0; index < items; index++) {
    logger.emit({
      eventName: "job.run.end",
      severityNumber: SeverityNumber.INFO,
      severityText: "INFO",
      body: `run ${index} of job-${index % 20} ended after ${index * 3} ms`,
      attributes: {
        "job.name": `job-${index % 20}`,
        "job.run.id": `0190b2f4-7c1e-7aaa-8000-${index.toString(16).padStart(12, "0")}`,
        "job.run.result": "success",
        "job.run.duration": index / 7,
        "job.run.attempt": 1,
        "log.record.uid": `0190b2f4-7c1e-7bbb-8000-${index.toString(16).padStart(12, "0")}`,
      },
    });
  }
  const records = exporter.getFinishedLogRecords();
  return {
    signal: "logs",
    items,
    protobuf: bytesOf(ProtobufLogsSerializer.serializeRequest(records)),
    json: bytesOf(JsonLogsSerializer.serializeRequest(records)),
  };
}

class PullReader extends MetricReader {
  protected async onForceFlush(): Promise<void> {}
  protected async onShutdown(): Promise<void> {}
}

/** Data points, three of ten being histograms with 21 bounds. */
export async function pointBatch(items: number): Promise<Batch> {
  const reader = new PullReader();
  const meter = new MeterProvider({ resource, readers: [reader] }).getMeter("jobs", "1.2.3");
  const boundaries = Array.from({ length: 21 }, (_, index) => 0.001 * 2.2 ** index);
  const duration = meter.createHistogram("job.run.duration", {
    unit: "s",
    advice: { explicitBucketBoundaries: boundaries },
  });
  const retries = meter.createCounter("job.run.retries");
  const progress = meter.createGauge("job.run.progress");
  for (let index = 0; index < items; index++) {
    const attributes = { "job.name": `job-${index}`, "job.system.name": "croner", "job.criticality": "high" };
    if (index % 10 < 3) duration.record(index / 10, attributes);
    else if (index % 2 === 0) retries.add(index, attributes);
    else progress.record(index / items, attributes);
  }
  const { resourceMetrics } = await reader.collect();
  return {
    signal: "metrics",
    items,
    protobuf: bytesOf(ProtobufMetricsSerializer.serializeRequest(resourceMetrics)),
    json: bytesOf(JsonMetricsSerializer.serializeRequest(resourceMetrics)),
  };
}

function bytesOf(serialized: Uint8Array | undefined): Uint8Array<ArrayBuffer> {
  if (serialized === undefined) throw new Error("The SDK serialized nothing.");
  return new Uint8Array(serialized);
}
