/** A service that registers the providers itself, without `NodeSDK`. */
import { instrumentCroner, nodeSdkOptions } from "@jobscope/instrumentation";
import { context, logs, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";
import * as croner from "croner";

const { resource, spanProcessors, metricReaders, logRecordProcessors } = nodeSdkOptions({
  serviceName: "example-providers",
});
context.setGlobalContextManager(new AsyncLocalStorageContextManager());
trace.setGlobalTracerProvider(new TracerProvider({ resource, spanProcessors }));
metrics.setGlobalMeterProvider(new MeterProvider({ resource, readers: metricReaders }));
logs.setGlobalLoggerProvider(new LoggerProvider({ resource, processors: logRecordProcessors }));
const { Cron } = instrumentCroner(croner);

const tracer = trace.getTracer("billing");

new Cron("* * * * * *", { name: "create-invoices" }, () =>
  tracer.startActiveSpan("query customers", (span) => {
    console.log("invoices created");
    span.end();
  }),
);
