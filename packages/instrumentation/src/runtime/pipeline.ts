import type { TelemetrySanitizing } from "@jobscope/sanitizer";
import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from "@opentelemetry/otlp-transformer";
import type { LogRecordProcessor, ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { ConsoleLogRecordExporter, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { IMetricReader } from "@opentelemetry/sdk-metrics";
import { PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { ReadableSpan, SpanProcessor } from "@opentelemetry/sdk-trace";

import type { DroppedSignal } from "../record/drops.ts";
import { guarded } from "../record/guard.ts";
import { SEVERITY_NUMBER } from "../record/severity.ts";
import { BatchQueue } from "./batch-queue.ts";
import { isBufferedEvent } from "./event-record.ts";
import { EventSender } from "./event-sender.ts";
import { logExporter, metricExporter, spanExporter } from "./exporters.ts";
import type { SignalCounts } from "./lost-report.ts";
import { OtlpPost, requestHeaders } from "./otlp-post.ts";
import { OutageBuffer } from "./outage-buffer.ts";
import { OutageNotice } from "./outage-notice.ts";
import { batchLogProcessor, batchSpanProcessor, eventProcessor } from "./processors.ts";
import type { Settings, SignalSettings } from "./settings.ts";
import type { TlsSettings } from "./tls.ts";

/** A request that is ready to be sent by a process of its own. */
export interface UnsentRequest {
  readonly signal: DroppedSignal;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls?: TlsSettings;
  readonly body: Uint8Array;
  readonly records: number;
}

/** Everything between the providers and the network. */
export interface Pipeline {
  readonly spanProcessors: readonly SpanProcessor[];
  readonly logRecordProcessors: readonly LogRecordProcessor[];
  readonly metricReaders: readonly IMetricReader[];
  /** Sends what waits, all signals at once; true if nothing is left after at most `timeoutMs`. */
  flush(timeoutMs: number): Promise<boolean>;
  unsentRecords(): SignalCounts;
  /** What waits, serialised; for the moment in which nothing asynchronous runs any more. */
  unsentRequests(): UnsentRequest[];
}

const SHUTDOWN_FLUSH_MS = 3000;
/** Requests stay below the limits that common receivers have. */
const RECORDS_PER_REQUEST = 500;

/** `sanitizing`: for metrics; spans and log records come to it behind the sanitizing processors. */
export function createPipeline(settings: Settings, sanitizing: TelemetrySanitizing | undefined): Pipeline {
  const spanTo = spanExporter(settings.traces);
  const logTo = logExporter(settings.logs);
  const metricTo = metricExporter(settings.metrics, sanitizing);
  const spans = spanTo && new BatchQueue<ReadableSpan>("traces", settings.spanQueue, spanTo);
  const logs = logTo && new BatchQueue<ReadableLogRecord>("logs", settings.logQueue, logTo);
  const events = settings.logs.kind === "otlp" ? createSender(settings.logs) : undefined;
  const readers = metricTo === undefined ? [] : [metricReader(metricTo, settings)];
  const logRecordProcessors: LogRecordProcessor[] = [];
  if (events !== undefined) logRecordProcessors.push(eventProcessor(events, SHUTDOWN_FLUSH_MS));
  if (settings.logs.kind === "console") logRecordProcessors.push(consoleEvents());
  if (logs !== undefined) logRecordProcessors.push(batchLogProcessor(logs, SEVERITY_NUMBER[settings.logLevel]));
  return {
    spanProcessors: spans === undefined ? [] : [batchSpanProcessor(spans)],
    logRecordProcessors,
    metricReaders: readers,
    flush: async (timeoutMs) => {
      const others = Promise.all([
        spans?.flush(),
        logs?.flush(),
        ...readers.map((reader) => flushReader(reader, timeoutMs)),
      ]);
      const [delivered] = await Promise.all([events?.flush(timeoutMs) ?? true, others]);
      return delivered;
    },
    unsentRecords: () => ({
      events: events?.unsent().length ?? 0,
      logs: logs?.unsent().length ?? 0,
      traces: spans?.unsent().length ?? 0,
      metrics: 0,
    }),
    unsentRequests: () => [
      ...logRequests("events", settings.logs, events?.unsent() ?? []),
      ...logRequests("logs", settings.logs, logs?.unsent() ?? []),
      ...spanRequests(settings.traces, spans?.unsent() ?? []),
    ],
  };
}

/** A failed metric export is no loss: cumulative points come again. */
async function flushReader(reader: IMetricReader, timeoutMs: number): Promise<void> {
  await reader.forceFlush({ timeoutMillis: timeoutMs }).catch(() => undefined);
}

const metricReader = (
  exporter: NonNullable<ReturnType<typeof metricExporter>>,
  settings: Settings,
): PeriodicExportingMetricReader =>
  new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: settings.metricIntervalMs,
    exportTimeoutMillis: Math.min(settings.metricIntervalMs, Math.max(settings.metrics.timeoutMs, 1000)),
  });

function createSender(settings: SignalSettings): EventSender {
  return new EventSender({
    buffer: new OutageBuffer(),
    notice: new OutageNotice(settings.url),
    post: new OtlpPost(settings),
    serializer: settings.protocol === "http/json" ? JsonLogsSerializer : ProtobufLogsSerializer,
  });
}

function consoleEvents(): LogRecordProcessor {
  const simple = new SimpleLogRecordProcessor({ exporter: new ConsoleLogRecordExporter() });
  return {
    onEmit: (record, context) => {
      if (isBufferedEvent(record)) simple.onEmit(record, context);
    },
    forceFlush: () => simple.forceFlush(),
    shutdown: () => simple.shutdown(),
  };
}

function logRequests(
  signal: "events" | "logs",
  settings: SignalSettings,
  records: ReadableLogRecord[],
): UnsentRequest[] {
  const serializer = settings.protocol === "http/json" ? JsonLogsSerializer : ProtobufLogsSerializer;
  return requests({ signal, settings, serialise: (chunk) => serializer.serializeRequest(chunk) }, records);
}

function spanRequests(settings: SignalSettings, records: ReadableSpan[]): UnsentRequest[] {
  const serializer = settings.protocol === "http/json" ? JsonTraceSerializer : ProtobufTraceSerializer;
  return requests({ signal: "traces", settings, serialise: (chunk) => serializer.serializeRequest(chunk) }, records);
}

interface Target<T> {
  readonly signal: DroppedSignal;
  readonly settings: SignalSettings;
  readonly serialise: (chunk: T[]) => Uint8Array | undefined;
}

function requests<T>({ signal, settings, serialise }: Target<T>, records: readonly T[]): UnsentRequest[] {
  if (settings.kind !== "otlp") return [];
  const made: UnsentRequest[] = [];
  const { "content-encoding": _plain, ...headers } = requestHeaders(settings);
  const { url, tls } = settings;
  const to = { signal, url, headers, ...(tls !== undefined && { tls }) };
  for (let at = 0; at < records.length; at += RECORDS_PER_REQUEST) {
    const chunk = records.slice(at, at + RECORDS_PER_REQUEST);
    const body = guarded("serialising what is unsent", () => serialise(chunk));
    if (body !== undefined) made.push({ ...to, body, records: chunk.length });
  }
  return made;
}
