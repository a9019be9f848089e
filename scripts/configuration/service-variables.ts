/** One environment variable of a service, or one for each signal. */
export interface ServiceVariable {
  /** `<SIGNAL>` stands for `TRACES`, `METRICS` and `LOGS`. */
  readonly name: string;
  readonly default: string;
  readonly text: string;
}

/**
 * What `start()` reads of its environment, the exporters below it included. A test starts it on an environment that
 * notes what is asked, so that this list is neither too long nor too short.
 */
export const SERVICE_VARIABLES: readonly ServiceVariable[] = [
  { name: "OTEL_SDK_DISABLED", default: "false", text: "`true`: no telemetry at all; jobs run as before" },
  { name: "OTEL_SERVICE_NAME", default: "unknown_service:node", text: "`service.name`" },
  {
    name: "OTEL_RESOURCE_ATTRIBUTES",
    default: "",
    text: "`key=value,key=value`, percent-encoded; `service.namespace` and `deployment.environment.name` belong here",
  },
  {
    name: "OTEL_EXPORTER_OTLP_ENDPOINT",
    default: "http://127.0.0.1:4318",
    text: "base URL of an OTLP/HTTP receiver; `/v1/<signal>` is added",
  },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_ENDPOINT", default: "", text: "whole URL for one signal; nothing is added" },
  {
    name: "OTEL_EXPORTER_OTLP_PROTOCOL",
    default: "http/protobuf",
    text: "or `http/json`; `grpc` is refused with a warning",
  },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_PROTOCOL", default: "", text: "the same for one signal" },
  { name: "OTEL_EXPORTER_OTLP_HEADERS", default: "", text: "`key=value,key=value`, percent-encoded: access tokens" },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_HEADERS", default: "", text: "the same for one signal" },
  { name: "OTEL_EXPORTER_OTLP_TIMEOUT", default: "3000", text: "milliseconds for one request" },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_TIMEOUT", default: "", text: "the same for one signal" },
  { name: "OTEL_EXPORTER_OTLP_COMPRESSION", default: "none", text: "or `gzip`" },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_COMPRESSION", default: "", text: "the same for one signal" },
  {
    name: "OTEL_EXPORTER_OTLP_CERTIFICATE",
    default: "",
    text: "file with the certificate of the receiver's authority",
  },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_CERTIFICATE", default: "", text: "the same for one signal" },
  { name: "OTEL_EXPORTER_OTLP_CLIENT_KEY", default: "", text: "file with the client's private key (mTLS)" },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_CLIENT_KEY", default: "", text: "the same for one signal" },
  { name: "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", default: "", text: "file with the client's certificate (mTLS)" },
  { name: "OTEL_EXPORTER_OTLP_<SIGNAL>_CLIENT_CERTIFICATE", default: "", text: "the same for one signal" },
  { name: "OTEL_TRACES_EXPORTER", default: "otlp", text: "or `console`, `none`" },
  { name: "OTEL_METRICS_EXPORTER", default: "otlp", text: "or `console`, `none`" },
  {
    name: "OTEL_LOGS_EXPORTER",
    default: "otlp",
    text: "or `console`, `none`; without logs the monitor sees neither live nor lost runs",
  },
  { name: "OTEL_METRIC_EXPORT_INTERVAL", default: "60000", text: "milliseconds between two exports of metrics" },
  {
    name: "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE",
    default: "cumulative",
    text: "or `delta`, `lowmemory`; the monitor takes all",
  },
  { name: "OTEL_TRACES_SAMPLER", default: "parentbased_always_on", text: "job events do not depend on it" },
  { name: "OTEL_TRACES_SAMPLER_ARG", default: "1", text: "the ratio of a `traceidratio` sampler" },
  { name: "OTEL_PROPAGATORS", default: "tracecontext,baggage", text: "or `none`" },
  { name: "OTEL_BSP_SCHEDULE_DELAY", default: "5000", text: "milliseconds that spans wait for company" },
  { name: "OTEL_BSP_MAX_QUEUE_SIZE", default: "8192", text: "spans that wait at most; more are dropped and counted" },
  { name: "OTEL_BSP_MAX_EXPORT_BATCH_SIZE", default: "512", text: "spans in one request" },
  { name: "OTEL_BLRP_SCHEDULE_DELAY", default: "1000", text: "milliseconds that log lines wait; job events do not" },
  { name: "OTEL_BLRP_MAX_QUEUE_SIZE", default: "8192", text: "log lines that wait at most" },
  { name: "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", default: "512", text: "log lines in one request" },
  {
    name: "OTEL_LOG_LEVEL",
    default: "",
    text: "`error`, `warn`, `info`, `debug`: shows OpenTelemetry's own messages, export errors among them",
  },
  {
    name: "JOBSCOPE_LOG_LEVEL",
    default: "info",
    text: "`debug`, `info`, `warn`, `error`: the lowest log records that leave the process; job events always do",
  },
  {
    name: "JOBSCOPE_SANITIZER_POLICY",
    default: "default",
    text: "`default`, `strict`, `gdpr`, `pci`, or the path of a policy file; one that cannot be used turns telemetry off",
  },
  {
    name: "OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    default: "",
    text: "longest text of an attribute, in UTF-16 units; cut behind the sanitizer, so that no half of a secret is left",
  },
  {
    name: "OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT",
    default: "",
    text: "the same for spans, their events and links",
  },
  { name: "OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", default: "", text: "the same for log records" },
  {
    name: "TRACEPARENT",
    default: "",
    text: "trace context of whoever started this process; every run is linked to it",
  },
];

/** With each signal in place of `<SIGNAL>`. */
export function variableNames(): readonly string[] {
  return SERVICE_VARIABLES.flatMap(({ name }) =>
    name.includes("<SIGNAL>")
      ? ["TRACES", "METRICS", "LOGS"].map((signal) => name.replace("<SIGNAL>", signal))
      : [name],
  );
}
