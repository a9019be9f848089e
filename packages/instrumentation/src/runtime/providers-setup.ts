import { logs, metrics, trace } from "@opentelemetry/api";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { TracerProvider } from "@opentelemetry/sdk-trace";

import { currentProviders } from "../record/providers.ts";
import { holdFor } from "../record/real-clock.ts";
import { registerContext } from "./context-setup.ts";
import type { Pipeline } from "./pipeline.ts";
import type { ResourceValues } from "./resource.ts";
import { makeResource } from "./resource.ts";
import { samplerFrom } from "./sampler.ts";
import type { Processors } from "./sanitized-processors.ts";

export interface Registered {
  /** Shuts down what we registered, after a flush, within `timeoutMs`, and takes it out of the globals. */
  shutdown(timeoutMs: number): Promise<void>;
}

/**
 * Registers a provider for every signal that has none. A provider that is there already is used as it is: registering
 * beside it would fail, and exporting beside it would count everything twice.
 */
export function registerProviders(pipeline: Pipeline, resource: ResourceValues, processors: Processors): Registered {
  const present = currentProviders();
  const undo: (() => void)[] = [];
  const shutdowns: (() => Promise<void>)[] = [];
  const own = makeResource(resource);
  if (present.tracer === undefined) {
    undo.push(registerContext(process.env));
    const provider = new TracerProvider({
      resource: own,
      sampler: samplerFrom(process.env),
      spanProcessors: processors.spanProcessors,
    });
    if (trace.setGlobalTracerProvider(provider)) undo.push(() => trace.disable());
    shutdowns.push(() => provider.shutdown());
  }
  if (present.meter === undefined && pipeline.metricReaders.length > 0) {
    const provider = new MeterProvider({ resource: own, readers: [...pipeline.metricReaders] });
    if (metrics.setGlobalMeterProvider(provider)) undo.push(() => metrics.disable());
    shutdowns.push(() => provider.shutdown());
  }
  if (present.logger === undefined && pipeline.logRecordProcessors.length > 0) {
    const provider = new LoggerProvider({ resource: own, processors: processors.logRecordProcessors });
    if (logs.setGlobalLoggerProvider(provider)) undo.push(() => logs.disable());
    shutdowns.push(() => provider.shutdown());
  }
  return {
    shutdown: async (timeoutMs) => {
      await holdFor(Promise.allSettled(shutdowns.map((shutdown) => shutdown())), timeoutMs, []);
      for (const disable of undo) disable();
    },
  };
}
