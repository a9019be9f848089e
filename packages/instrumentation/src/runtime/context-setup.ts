import { propagation, context } from "@opentelemetry/api";
import type { TextMapPropagator } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";

/** Context manager and propagators (OTEL_PROPAGATORS: tracecontext, baggage, none), where nobody registered any. */
export function registerContext(environment: NodeJS.ProcessEnv): () => void {
  const contextRegistered = context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  const names = (environment["OTEL_PROPAGATORS"] ?? "tracecontext,baggage").split(",").map((name) => name.trim());
  const propagators: TextMapPropagator[] = [];
  if (names.includes("tracecontext")) propagators.push(new W3CTraceContextPropagator());
  if (names.includes("baggage")) propagators.push(new W3CBaggagePropagator());
  const propagationRegistered = propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
  return () => {
    if (contextRegistered) context.disable();
    if (propagationRegistered) propagation.disable();
  };
}
