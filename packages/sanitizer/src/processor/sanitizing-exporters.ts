import type { ExportResult } from "@opentelemetry/core";
import type { LogRecordExporter, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import type { PushMetricExporter, ResourceMetrics } from "@opentelemetry/sdk-metrics";
import type { ReadableSpan, SpanExporter } from "@opentelemetry/sdk-trace";

import { cleanLog } from "./clean-log.ts";
import { cleanMetrics } from "./clean-metrics.ts";
import { cleanSpan } from "./clean-span.ts";
import type { TelemetrySanitizing } from "./cleaner.ts";
import { Cleaner } from "./cleaner.ts";
import { MARKED } from "./sanitizing-mark.ts";

// `ExportResultCode` of @opentelemetry/core; a value of it would make that package a dependency.
const SUCCESS = 0;
const FAILED = 1;

type Done = (result: ExportResult) => void;

/**
 * An exporter that sees sanitized copies of spans, whatever stands before it: also what no processor can change, such as
 * resource, scope and trace state.
 */
export function sanitizeSpanExporter(exporter: SpanExporter, sanitizing: TelemetrySanitizing): SpanExporter {
  const cleaner = new Cleaner(sanitizing);
  return {
    ...MARKED,
    export: (spans, done) =>
      exportClean({
        clean: () => each(spans, (span: ReadableSpan) => cleanSpan(cleaner, span)),
        send: (clean) => exporter.export(clean, done),
        done,
      }),
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: exporter.forceFlush.bind(exporter) }),
  };
}

/** An exporter that sees sanitized copies of log records, whatever stands before it. */
export function sanitizeLogExporter(exporter: LogRecordExporter, sanitizing: TelemetrySanitizing): LogRecordExporter {
  const cleaner = new Cleaner(sanitizing);
  return {
    ...MARKED,
    export: (records, done) =>
      exportClean({
        clean: () => each(records, (record: ReadableLogRecord) => cleanLog(cleaner, record)),
        send: (clean) => exporter.export(clean, done),
        done,
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}

/**
 * An exporter that sees sanitized copies of metrics. Points whose attributes become equal are one point: sums and
 * histograms are added up, of gauges the newest is kept.
 */
export function sanitizeMetricExporter(
  exporter: PushMetricExporter,
  sanitizing: TelemetrySanitizing,
): PushMetricExporter {
  const cleaner = new Cleaner(sanitizing);
  return {
    ...MARKED,
    export: (metrics, done) =>
      exportClean({
        clean: (): ResourceMetrics => cleanMetrics(cleaner, metrics),
        send: (clean) => exporter.export(clean, done),
        done,
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
    // Absent where the exporter has none: the reader then takes its own default.
    ...(exporter.selectAggregation && { selectAggregation: exporter.selectAggregation.bind(exporter) }),
    ...(exporter.selectAggregationTemporality && {
      selectAggregationTemporality: exporter.selectAggregationTemporality.bind(exporter),
    }),
  };
}

function each<T>(given: readonly T[], clean: (item: T) => T | undefined): T[] {
  return given.flatMap((item) => clean(item) ?? []);
}

interface Export<T> {
  readonly clean: () => T;
  readonly send: (clean: T) => void;
  readonly done: Done;
}

/** What cannot be sanitized is not sent. */
function exportClean<T>({ clean, send, done }: Export<T>): void {
  let made: T;
  try {
    made = clean();
  } catch (error) {
    done({ code: FAILED, error: new Error("not sent, because it could not be sanitized", { cause: error }) });
    return;
  }
  if (Array.isArray(made) && made.length === 0) done({ code: SUCCESS });
  else send(made);
}
