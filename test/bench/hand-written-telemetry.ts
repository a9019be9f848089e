import { context, logs, metrics, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

type Run = () => Promise<void>;

/** What somebody would write by hand with the SDK alone: one span, one histogram point and one log record a run. */
export function createHandWrittenTelemetry(): (job: string, run: Run) => Run {
  registerProviders();
  const tracer = trace.getTracer("by-hand");
  const duration = metrics.getMeter("by-hand").createHistogram("job.run.duration", { unit: "s" });
  const logger = logs.getLogger("by-hand");
  return (job, run) => () =>
    tracer.startActiveSpan(`run ${job}`, { kind: SpanKind.INTERNAL, root: true }, ROOT_CONTEXT, async (span) => {
      const startedMs = performance.now();
      let result = "success";
      try {
        await run();
      } catch (error) {
        result = "failure";
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        const attributes = { "job.name": job, "job.run.result": result };
        span.setAttributes(attributes);
        span.end();
        duration.record((performance.now() - startedMs) / 1000, attributes);
        logger.emit({ eventName: "job.run.end", attributes });
      }
    });
}

function registerProviders(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })] }),
  );
  metrics.setGlobalMeterProvider(
    new MeterProvider({ readers: [new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() })] }),
  );
  logs.setGlobalLoggerProvider(
    new LoggerProvider({ processors: [new BatchLogRecordProcessor({ exporter: new OTLPLogExporter() })] }),
  );
}
