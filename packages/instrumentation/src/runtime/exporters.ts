import type { TelemetrySanitizing } from "@jobscope/sanitizer";
import { sanitizeMetricExporter } from "@jobscope/sanitizer";
import { OTLPLogExporter as JsonLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufLogExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { OTLPMetricExporter as JsonMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as JsonTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { ConsoleLogRecordExporter } from "@opentelemetry/sdk-logs";
import type { PushMetricExporter } from "@opentelemetry/sdk-metrics";
import { ConsoleMetricExporter } from "@opentelemetry/sdk-metrics";
import type { ReadableSpan } from "@opentelemetry/sdk-trace";
import { ConsoleSpanExporter } from "@opentelemetry/sdk-trace";

import type { BatchExporter } from "./batch-queue.ts";
import { unrefAgent } from "./http-agent.ts";
import { countRejected } from "./partial-success.ts";
import type { SignalSettings } from "./settings.ts";

interface OtlpOptions {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly timeoutMillis: number;
  readonly httpAgentOptions: (protocol: string) => ReturnType<typeof unrefAgent>;
}

/** Compression is read from the environment by the exporters themselves. */
const otlpOptions = (settings: SignalSettings): OtlpOptions => ({
  url: settings.url,
  headers: { ...settings.headers },
  timeoutMillis: settings.timeoutMs,
  httpAgentOptions: (protocol) => unrefAgent(protocol, settings.tls),
});

const isJson = (settings: SignalSettings): boolean => settings.protocol === "http/json";

export function spanExporter(settings: SignalSettings): BatchExporter<ReadableSpan> | undefined {
  if (settings.kind === "none") return undefined;
  if (settings.kind === "console") return new ConsoleSpanExporter();
  const options = otlpOptions(settings);
  return countRejected(
    "traces",
    isJson(settings) ? new JsonTraceExporter(options) : new ProtobufTraceExporter(options),
  );
}

export function logExporter(settings: SignalSettings): BatchExporter<ReadableLogRecord> | undefined {
  if (settings.kind === "none") return undefined;
  if (settings.kind === "console") return new ConsoleLogRecordExporter();
  const options = otlpOptions(settings);
  return countRejected("logs", isJson(settings) ? new JsonLogExporter(options) : new ProtobufLogExporter(options));
}

/** Metrics have no processor: their exporter is where they are sanitized. */
export function metricExporter(
  settings: SignalSettings,
  sanitizing: TelemetrySanitizing | undefined,
): PushMetricExporter | undefined {
  const exporter = rawMetricExporter(settings);
  return exporter && sanitizing ? sanitizeMetricExporter(exporter, sanitizing) : exporter;
}

function rawMetricExporter(settings: SignalSettings): PushMetricExporter | undefined {
  if (settings.kind === "none") return undefined;
  if (settings.kind === "console") return new ConsoleMetricExporter();
  const options = otlpOptions(settings);
  return countRejected(
    "metrics",
    isJson(settings) ? new JsonMetricExporter(options) : new ProtobufMetricExporter(options),
  );
}
