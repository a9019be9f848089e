import { context, logs as logsApi, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

export interface SeenSpan {
  readonly name: string;
  readonly traceId: string;
  readonly hasParent: boolean;
  readonly links: readonly string[];
}

export interface SeenEvent {
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface SeenTelemetry {
  readonly requestTraceIds: readonly string[];
  readonly spans: readonly SeenSpan[];
  readonly events: readonly SeenEvent[];
}

export interface Telemetry {
  /** Runs `fn` inside a span, as a request that registers jobs does. */
  readonly inRequest: (fn: () => Promise<void>) => Promise<void>;
  readonly read: () => SeenTelemetry;
}

/** Real providers and the real context manager, with everything kept in memory. */
export function registerTelemetry(): Telemetry {
  const spans = new InMemorySpanExporter();
  const logs = new InMemoryLogRecordExporter();
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
  logsApi.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter: logs })] }),
  );
  const requestTraceIds: string[] = [];
  return {
    inRequest: (fn) =>
      trace.getTracer("request").startActiveSpan("request", async (span) => {
        requestTraceIds.push(span.spanContext().traceId);
        try {
          await fn();
        } finally {
          span.end();
        }
      }),
    read: () => ({
      requestTraceIds,
      spans: spans.getFinishedSpans().map((span) => ({
        name: span.name,
        traceId: span.spanContext().traceId,
        hasParent: span.parentSpanContext !== undefined,
        links: span.links.map((link) => link.context.traceId),
      })),
      events: logs.getFinishedLogRecords().map((record) => ({
        name: record.eventName ?? "",
        attributes: { ...record.attributes },
      })),
    }),
  };
}
