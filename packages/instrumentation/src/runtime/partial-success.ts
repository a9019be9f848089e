import type { DroppedSignal } from "../record/drops.ts";
import { countDropped } from "../record/drops.ts";
import { guarded, warnOnce } from "../record/guard.ts";

const REJECTED_FIELDS = ["rejectedSpans", "rejectedDataPoints", "rejectedLogRecords"] as const;

/**
 * Counts what a receiver accepted the request for but rejected (partial success). The exporters only log it, and offer
 * no other way in than the handler on their delegate; where a version has none, its own log line is all there is.
 */
export function countRejected<T extends object>(signal: DroppedSignal, exporter: T): T {
  guarded("watching for partial success", () => {
    const delegate: unknown = Reflect.get(exporter, "_delegate");
    if (typeof delegate !== "object" || delegate === null || !Reflect.has(delegate, "_responseHandler")) return;
    Reflect.set(delegate, "_responseHandler", {
      handleResponse: (response: unknown) => guarded("reading a reply", () => count(signal, response)),
    });
  });
  return exporter;
}

function count(signal: DroppedSignal, response: unknown): void {
  const partial = field(response, "partialSuccess");
  const rejected = REJECTED_FIELDS.reduce((sum, name) => sum + Number(field(partial, name) ?? 0), 0);
  if (!(rejected > 0)) return;
  countDropped(signal, "rejected", rejected);
  warnOnce(
    `rejected ${signal}`,
    `jobscope: the receiver rejected ${signal}: ${String(field(partial, "errorMessage") || "no reason given")}`,
  );
}

const field = (target: unknown, key: string): unknown =>
  typeof target === "object" && target !== null ? Reflect.get(target, key) : undefined;
