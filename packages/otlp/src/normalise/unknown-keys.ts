import type { RequestBounds } from "../model/request-bounds.ts";
import type { JsonObject } from "./json-value.ts";

/** Names by which other encoders call the outline; only these are shown, a foreign key may be anything. */
const rightNames: ReadonlyMap<string, string> = new Map([
  ["resource_spans", "resourceSpans"],
  ["resource_logs", "resourceLogs"],
  ["resource_metrics", "resourceMetrics"],
  ["scope_spans", "scopeSpans"],
  ["scope_logs", "scopeLogs"],
  ["scope_metrics", "scopeMetrics"],
  ["instrumentationLibrarySpans", "scopeSpans"],
  ["instrumentationLibraryLogs", "scopeLogs"],
  ["instrumentationLibraryMetrics", "scopeMetrics"],
  ["log_records", "logRecords"],
  ["logs", "logRecords"],
]);

/** Unknown keys are normal, so they are only remembered: they explain a body in which nothing else was found. */
export function noteUnknownKeys(message: JsonObject, known: readonly string[], bounds: RequestBounds): void {
  for (const key in message) {
    if (known.includes(key)) continue;
    const rightName = rightNames.get(key);
    bounds.noteUnknownField(rightName === undefined ? "" : `OTLP/JSON calls "${key}" "${rightName}"`);
  }
}
