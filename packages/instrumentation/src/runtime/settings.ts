import { DEFAULT_HEARTBEAT_INTERVAL_MS } from "@jobscope/semconv";
import { SpanKind } from "@opentelemetry/api";
import type { LogRecordProcessor } from "@opentelemetry/sdk-logs";
import type { SpanProcessor } from "@opentelemetry/sdk-trace";

import type { Severity } from "../record/severity.ts";
import { DEFAULT_LOG_LEVEL, SEVERITIES, severityFrom } from "../record/severity.ts";
import type { SanitizerOption } from "./sanitizer-option.ts";
import type { TlsSettings } from "./tls.ts";
import { readTls } from "./tls.ts";

/** Options of `start()` and `nodeSdkOptions()`. Each wins over its OTEL_* variable. */
export interface StartOptions {
  /** `service.name`. Default: OTEL_SERVICE_NAME, else `unknown_service:<runtime>`. */
  readonly serviceName?: string;
  /** `service.version`. */
  readonly serviceVersion?: string;
  /** `service.namespace`: groups services; part of the identity of a job. */
  readonly serviceNamespace?: string;
  /** `deployment.environment.name`; part of the identity of a job. */
  readonly environment?: string;
  /** Further resource attributes; win over the environment. */
  readonly resourceAttributes?: Readonly<Record<string, string | number | boolean>>;
  /** Base URL of an OTLP/HTTP receiver; `/v1/<signal>` is added. Default: OTEL_EXPORTER_OTLP_*, else `http://127.0.0.1:4318`. */
  readonly endpoint?: string;
  /** Headers of every export, an access token above all. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: OTEL_EXPORTER_OTLP_PROTOCOL, else `http/protobuf`. */
  readonly protocol?: OtlpProtocol;
  /** Seconds between two process heartbeats. Default 15. */
  readonly heartbeatInterval?: number;
  /** Seconds between two metric exports. Default: OTEL_METRIC_EXPORT_INTERVAL, else 60. */
  readonly metricInterval?: number;
  /**
   * Lowest level of log records that leave the process: those of `job.logger`, summaries of runs, and what other code logs
   * through OpenTelemetry. Job and audit events always do. Default: JOBSCOPE_LOG_LEVEL, else `info`.
   */
  readonly logLevel?: "debug" | "info" | "warn" | "error";
  /** Kind of the run spans. Default `internal`; `consumer` for queue workers, `server` where a backend lists entry spans only. */
  readonly spanKind?: "internal" | "consumer" | "server";
  /** Puts `job.group.name` and `job.owner.name` on metrics as well. Default false. */
  readonly metricOptIns?: boolean;
  /**
   * What is looked for in everything that leaves the process, and what becomes of it: a preset (`default`, `strict`, `gdpr`,
   * `pci`), a policy, or a sanitizer of one's own; `false`: nothing. Default: JOBSCOPE_SANITIZER_POLICY, else `default`.
   */
  readonly sanitizer?: SanitizerOption;
  /**
   * `reduced`: stack traces that leave the process keep the frames of the application alone, without those of Node.js and
   * installed packages. Default: `reduced` where `deployment.environment.name` is `production`, else `full`.
   */
  readonly errorDetail?: "full" | "reduced";
  /** Run behind the sanitizer and before ours, so that they may rewrite what leaves the process. */
  readonly spanProcessors?: readonly SpanProcessor[];
  /** Run behind the sanitizer and before ours, so that they may rewrite what leaves the process. */
  readonly logRecordProcessors?: readonly LogRecordProcessor[];
  /** Whether to act on SIGTERM, SIGINT, SIGHUP and exit. Default true in the main thread. */
  readonly exitHandlers?: boolean;
  /**
   * Keeps what is unsent when the process ends and nothing asynchronous runs any more; gives back true for what it keeps. What
   * it does not keep is sent by a child process, which cannot help where the receiver is in this very process.
   */
  readonly keepUnsent?: (request: UnsentTelemetry) => boolean;
}

/** An export request that was not sent. */
export interface UnsentTelemetry {
  readonly signal: "logs" | "traces" | "metrics";
  readonly protocol: OtlpProtocol;
  /** Uncompressed. */
  readonly body: Uint8Array;
}

export type OtlpProtocol = "http/protobuf" | "http/json";
export type ExporterKind = "otlp" | "console" | "none";
export type SignalName = "TRACES" | "METRICS" | "LOGS";

export interface SignalSettings {
  readonly kind: ExporterKind;
  readonly protocol: OtlpProtocol;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly gzip: boolean;
  readonly tls?: TlsSettings;
}

export interface QueueSettings {
  readonly maxQueue: number;
  readonly maxBatch: number;
  readonly delayMs: number;
}

export interface Settings {
  readonly disabled: boolean;
  readonly traces: SignalSettings;
  readonly metrics: SignalSettings;
  readonly logs: SignalSettings;
  readonly spanQueue: QueueSettings;
  readonly logQueue: QueueSettings;
  /** Longest text of an attribute, UTF-16 units, cut behind the sanitizer; undefined: no limit. */
  readonly spanValueLimit: number | undefined;
  readonly logValueLimit: number | undefined;
  readonly metricIntervalMs: number;
  readonly heartbeatIntervalMs: number;
  readonly logLevel: Severity;
  readonly spanKind: SpanKind;
  readonly problems: readonly string[];
}

const DEFAULT_ENDPOINT = "http://127.0.0.1:4318";
/** Shorter than the SDK's 10 s: an export that is under way when the process ends holds it no longer than this. */
const DEFAULT_TIMEOUT_MS = 3000;
const MAX_QUEUE = 8192;

const KINDS = { internal: SpanKind.INTERNAL, consumer: SpanKind.CONSUMER, server: SpanKind.SERVER };

export function readSettings(options: StartOptions, environment: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const env = new Environment(environment, problems);
  return {
    disabled: env.text("OTEL_SDK_DISABLED")?.toLowerCase() === "true",
    traces: signal("TRACES", options, env),
    metrics: signal("METRICS", options, env),
    logs: signal("LOGS", options, env),
    spanQueue: queue("OTEL_BSP", 5000, env),
    logQueue: queue("OTEL_BLRP", 1000, env),
    spanValueLimit: valueLimit("SPAN", env),
    logValueLimit: valueLimit("LOGRECORD", env),
    metricIntervalMs: positive(options.metricInterval, 1000) ?? env.number("OTEL_METRIC_EXPORT_INTERVAL") ?? 60_000,
    heartbeatIntervalMs: positive(options.heartbeatInterval, 1000) ?? DEFAULT_HEARTBEAT_INTERVAL_MS,
    logLevel: logLevel(options, env),
    spanKind: KINDS[options.spanKind ?? "internal"],
    problems,
  };
}

const positive = (value: number | undefined, factor: number): number | undefined =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value * factor : undefined;

function queue(prefix: string, delayMs: number, env: Environment): QueueSettings {
  const maxQueue = env.number(`${prefix}_MAX_QUEUE_SIZE`) ?? MAX_QUEUE;
  return {
    maxQueue,
    maxBatch: Math.min(maxQueue, env.number(`${prefix}_MAX_EXPORT_BATCH_SIZE`) ?? 512),
    delayMs: env.number(`${prefix}_SCHEDULE_DELAY`) ?? delayMs,
  };
}

const valueLimit = (of: "SPAN" | "LOGRECORD", env: Environment): number | undefined =>
  env.number(`OTEL_${of}_ATTRIBUTE_VALUE_LENGTH_LIMIT`) ?? env.number("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT");

function signal(name: SignalName, options: StartOptions, env: Environment): SignalSettings {
  const of = (key: string): string | undefined =>
    env.text(`OTEL_EXPORTER_OTLP_${name}_${key}`) ?? env.text(`OTEL_EXPORTER_OTLP_${key}`);
  const tls = readTls(of, env.problems);
  return {
    kind: exporterKind(name, env),
    protocol: options.protocol ?? protocol(name, of("PROTOCOL"), env),
    url: url(name, options.endpoint, env),
    headers: { ...parsePairs(of("HEADERS") ?? "", env.problems), ...options.headers },
    timeoutMs:
      env.number(`OTEL_EXPORTER_OTLP_${name}_TIMEOUT`) ??
      env.number("OTEL_EXPORTER_OTLP_TIMEOUT") ??
      DEFAULT_TIMEOUT_MS,
    gzip: of("COMPRESSION")?.toLowerCase() === "gzip",
    ...(tls !== undefined && { tls }),
  };
}

function logLevel(options: StartOptions, env: Environment): Severity {
  const given = options.logLevel ?? env.text("JOBSCOPE_LOG_LEVEL");
  const known = severityFrom(given);
  if (given !== undefined && known === undefined) {
    env.problems.push(`log level "${given}" is not known (${SEVERITIES.join(", ")}); ${DEFAULT_LOG_LEVEL} is used`);
  }
  return known ?? DEFAULT_LOG_LEVEL;
}

function exporterKind(name: SignalName, env: Environment): ExporterKind {
  const key = `OTEL_${name}_EXPORTER`;
  const value = env.text(key)?.toLowerCase() ?? "otlp";
  if (value === "otlp" || value === "console" || value === "none") return value;
  env.problems.push(`${key}=${value} is not supported here (otlp, console, none); otlp is used`);
  return "otlp";
}

function protocol(name: SignalName, value: string | undefined, env: Environment): OtlpProtocol {
  if (value === undefined || value === "http/protobuf" || value === "http/json") return value ?? "http/protobuf";
  env.problems.push(
    `OTLP protocol "${value}" for ${name.toLowerCase()} is not supported here; http/protobuf is used. ` +
      "Set OTEL_EXPORTER_OTLP_PROTOCOL to http/protobuf or http/json, and the endpoint to the HTTP port (4318).",
  );
  return "http/protobuf";
}

function url(name: SignalName, endpoint: string | undefined, env: Environment): string {
  const path = `v1/${name.toLowerCase()}`;
  const own = env.text(`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`);
  if (endpoint === undefined && own !== undefined) return own;
  const base = endpoint ?? env.text("OTEL_EXPORTER_OTLP_ENDPOINT") ?? DEFAULT_ENDPOINT;
  return `${base.replace(/\/+$/, "")}/${path}`;
}

/** `key=value,key2=value2`, percent-encoded, as the specification writes headers and resource attributes. */
export function parsePairs(list: string, problems: string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  for (const [index, part] of list.split(",").entries()) {
    if (part.trim() === "") continue;
    const at = part.indexOf("=");
    const key = part.slice(0, at).trim();
    if (at < 1 || key === "") {
      // Not the entry itself: these lists hold access tokens.
      problems.push(`entry ${index + 1} of a key=value list is left out: it has no key or no "="`);
      continue;
    }
    pairs[decode(key)] = decode(part.slice(at + 1).trim());
  }
  return pairs;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

class Environment {
  readonly #values: NodeJS.ProcessEnv;
  readonly problems: string[];

  constructor(values: NodeJS.ProcessEnv, problems: string[]) {
    this.#values = values;
    this.problems = problems;
  }

  /** An empty variable counts as not set, as the specification says. */
  text(key: string): string | undefined {
    const value = this.#values[key]?.trim();
    return value === "" ? undefined : value;
  }

  number(key: string): number | undefined {
    const value = this.text(key);
    if (value === undefined) return undefined;
    const parsed = Number(value);
    if (Number.isFinite(parsed) && parsed > 0) return parsed;
    this.problems.push(`${key}=${value} is not a positive number; the default is used`);
    return undefined;
  }
}
