import type { Tracer } from "@opentelemetry/api";
import { context, logs, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

/** Real providers of all three signals that keep what they get; registered as the global ones until disposed. */
export interface Telemetry {
  readonly tracer: Tracer;
  spans(): ReadableSpan[];
  logs(): ReadableLogRecord[];
  events(name: string): ReadableLogRecord[];
  /** Points by metric name, as [attributes, value]. */
  metrics(): Promise<Record<string, [unknown, unknown][]>>;
  dispose(): void;
}

export function collectTelemetry(): Telemetry {
  const spanExporter = new InMemorySpanExporter();
  const logExporter = new InMemoryLogRecordExporter();
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metricExporter, exportIntervalMillis: 3_600_000 });
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spanExporter })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(tracerProvider);
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: logExporter })] }),
  );
  return {
    tracer: tracerProvider.getTracer("test"),
    spans: () => spanExporter.getFinishedSpans(),
    logs: () => logExporter.getFinishedLogRecords(),
    events: (name) => logExporter.getFinishedLogRecords().filter((record) => record.eventName === name),
    metrics: async () => {
      metricExporter.reset();
      await reader.forceFlush();
      const points: Record<string, [unknown, unknown][]> = {};
      for (const { scopeMetrics } of metricExporter.getMetrics())
        for (const { metrics: data } of scopeMetrics)
          for (const { descriptor, dataPoints } of data)
            points[descriptor.name] = dataPoints.map((point) => [point.attributes, point.value]);
      return points;
    },
    dispose: () => {
      for (const api of [trace, metrics, logs, context]) api.disable();
    },
  };
}
