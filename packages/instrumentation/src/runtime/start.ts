import { ProxyTracerProvider, logs, metrics, trace } from "@opentelemetry/api";

import { warnOnce } from "../record/guard.ts";
import { cleanText, outgoing } from "../record/outgoing.ts";
import { currentProviders } from "../record/providers.ts";
import { holdFor } from "../record/real-clock.ts";
import { shared } from "../record/shared.ts";
import { setDiagnostics } from "./diagnostics.ts";
import { describeSdkTwo } from "./foreign-sdk.ts";
import { installSanitizer } from "./install-sanitizer.ts";
import { createPipeline } from "./pipeline.ts";
import { registerProviders } from "./providers-setup.ts";
import { resourceValues } from "./resource.ts";
import { processorsOf } from "./sanitized-processors.ts";
import { Session } from "./session.ts";
import type { StartOptions } from "./settings.ts";
import { readSettings } from "./settings.ts";

/** Telemetry of this process, as `start()` gives it. */
export interface JobscopeHandle {
  /**
   * Sends what waits; true if everything was delivered within `timeoutMs` (default 3,000). The process stays alive
   * meanwhile.
   */
  flush(timeoutMs?: number): Promise<boolean>;
  /**
   * Sends what waits, then stops; the process stays alive meanwhile, at most 4 s. Further telemetry is a no-op; a later
   * `start()` begins anew.
   */
  shutdown(): Promise<void>;
}

const DEFAULT_FLUSH_MS = 3000;
/** After a flush there is next to nothing left to do. */
const SHUTDOWN_MS = 1000;
const OFF: JobscopeHandle = { flush: () => Promise.resolve(true), shutdown: () => Promise.resolve() };

const started: { handle: JobscopeHandle | undefined } = shared("started", () => ({ handle: undefined }));

/**
 * Starts telemetry: traces, metrics and logs over OTLP, process heartbeat, delivery at exit. A second call gives the
 * same handle. Never throws; where it cannot start it says so as a process warning and the jobs run without it.
 */
export function start(options: StartOptions = {}): JobscopeHandle {
  if (started.handle !== undefined) return started.handle;
  try {
    started.handle = begin(options);
  } catch (error) {
    process.emitWarning(
      cleanText(`telemetry is off: ${error instanceof Error ? error.message : String(error)}`),
      "JobscopeWarning",
    );
    started.handle = OFF;
  }
  return started.handle;
}

function begin(options: StartOptions): JobscopeHandle {
  const settings = readSettings(options, process.env);
  if (settings.disabled) return OFF;
  setDiagnostics();
  for (const problem of settings.problems) warnOnce(problem, `jobscope: ${problem}`);
  const sdkTwo = describeSdkTwo();
  if (sdkTwo !== undefined) warnOnce("sdk 2.x", sdkTwo);
  const resource = resourceValues(options, process.env);
  const sanitizing = installSanitizer(options, resource);
  const pipeline = createPipeline(settings, sanitizing);
  const processors = processorsOf({ options, settings, pipeline, sanitizing });
  const foreign = foreignProviders();
  const { tracer, logger } = currentProviders();
  outgoing.atSource = tracer !== undefined || logger !== undefined;
  const registered = registerProviders(pipeline, resource, processors);
  const session = new Session({ options, settings, pipeline, resource, flushForeign: () => flushAll(foreign) });
  session.begin();
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    session.stop();
    // One after the other: a shutdown that meets a running flush returns early and loses what the flush has not taken.
    await holdFor(session.flush(DEFAULT_FLUSH_MS), DEFAULT_FLUSH_MS, false);
    await registered.shutdown(SHUTDOWN_MS);
    session.unlisten();
    outgoing.atSource = true;
    started.handle = undefined;
  };
  return {
    flush: (timeoutMs = DEFAULT_FLUSH_MS) => holdFor(session.flush(timeoutMs), timeoutMs, false),
    shutdown: () => (stopping ??= stop()),
  };
}

/** The providers that somebody else registered before us. */
function foreignProviders(): readonly unknown[] {
  const present = currentProviders();
  return [
    present.tracer && trace.getTracerProvider(),
    present.meter && metrics.getMeterProvider(),
    present.logger && logs.getLoggerProvider(),
  ];
}

async function flushAll(providers: readonly unknown[]): Promise<void> {
  await Promise.allSettled(
    providers.map(async (provider) => {
      const target: unknown = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
      const flush: unknown =
        typeof target === "object" && target !== null ? Reflect.get(target, "forceFlush") : undefined;
      if (typeof flush === "function") await Reflect.apply(flush, target, []);
    }),
  );
}
