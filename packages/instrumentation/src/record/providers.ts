import { SCHEMA_VERSION, SCOPE_INSTRUMENTATION } from "@jobscope/semconv";
import type * as api from "@opentelemetry/api";
import { ProxyTracerProvider, createNoopMeter, logs, metrics, trace } from "@opentelemetry/api";

/** What the registered providers offer; a signal that nobody collects is absent, so that it costs nothing. */
export interface Providers {
  readonly tracer: api.Tracer | undefined;
  readonly meter: api.Meter | undefined;
  readonly logger: api.Logger | undefined;
  /** True where any signal is collected. */
  readonly enabled: boolean;
}

interface Identities {
  readonly tracerProvider: unknown;
  readonly meterProvider: unknown;
  readonly loggerProvider: unknown;
}

const NOOP_TRACER_PROVIDER = new ProxyTracerProvider().getDelegate();
const NOOP_METER = createNoopMeter();

let identities: Identities = { tracerProvider: undefined, meterProvider: undefined, loggerProvider: undefined };
let providers: Providers = { tracer: undefined, meter: undefined, logger: undefined, enabled: false };

/**
 * The providers registered now. Asked at every run: an SDK may be started, or disabled, after the jobs were
 * registered, and a meter taken before that would stay a no-op for ever.
 */
export function currentProviders(): Providers {
  const tracerProvider = delegateOf(trace.getTracerProvider());
  const meterProvider = metrics.getMeterProvider();
  const loggerProvider = logs.getLoggerProvider();
  if (
    tracerProvider !== identities.tracerProvider ||
    meterProvider !== identities.meterProvider ||
    loggerProvider !== identities.loggerProvider
  ) {
    identities = { tracerProvider, meterProvider, loggerProvider };
    providers = resolve(tracerProvider, meterProvider, loggerProvider);
  }
  return providers;
}

function delegateOf(provider: api.TracerProvider): api.TracerProvider {
  return provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
}

function resolve(
  tracerProvider: api.TracerProvider,
  meterProvider: api.MeterProvider,
  loggerProvider: api.LoggerProvider,
): Providers {
  const tracer =
    tracerProvider === NOOP_TRACER_PROVIDER
      ? undefined
      : tracerProvider.getTracer(SCOPE_INSTRUMENTATION, SCHEMA_VERSION);
  const meter = meterProvider.getMeter(SCOPE_INSTRUMENTATION, SCHEMA_VERSION);
  const logger = loggerProvider.getLogger(SCOPE_INSTRUMENTATION, SCHEMA_VERSION);
  const collected = {
    tracer,
    meter: meter === NOOP_METER ? undefined : meter,
    logger: logger.enabled() ? logger : undefined,
  };
  const enabled = collected.tracer !== undefined || collected.meter !== undefined || collected.logger !== undefined;
  return { ...collected, enabled };
}
