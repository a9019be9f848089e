import type { Link } from "@opentelemetry/api";
import { ROOT_CONTEXT, context, isSpanContextValid, trace } from "@opentelemetry/api";

/**
 * Runs `fn` outside any span. What a scheduler creates in it (timers above all) keeps no request's context alive, and
 * its ticks do not become children of whatever was active when the job was registered.
 */
export function withoutActiveSpan<T>(fn: () => T): T {
  return context.with(ROOT_CONTEXT, fn);
}

/** A link to the span that is active now, for the runs that come of it. */
export function linkToActive(): Link | undefined {
  const active = trace.getSpanContext(context.active());
  // A copy: the span context may be the span itself, and a link must not keep a span alive.
  return active && isSpanContextValid(active) ? { context: { ...active } } : undefined;
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-|$)/;

/** A process started inside a trace (TRACEPARENT) links its runs to it; they never become its children. */
export function linkToParentProcess(environment: NodeJS.ProcessEnv): Link | undefined {
  const match = TRACEPARENT.exec(environment["TRACEPARENT"] ?? "");
  const [, traceId = "", spanId = "", flags = "00"] = match ?? [];
  const parent = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(parent) ? { context: parent } : undefined;
}
