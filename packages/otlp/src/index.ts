export type {
  AnyValue,
  Attributes,
  DecodedRequest,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  LogRecord,
  MetricDescriptor,
  MetricPoint,
  NumberPoint,
  Resource,
  Scope,
  Signal,
  SpanEvent,
  SpanLink,
  SpanRecord,
  SummaryPoint,
  Temporality,
} from "./model/records.ts";
export type { Ingest, IngestOutcome, RawRequest, Sender } from "./model/request.ts";
export { defaultDecodeLimits, type DecodeLimits } from "./model/decode-limits.ts";
export { type DecodeErrorKind, OtlpDecodeError } from "./model/decode-error.ts";
export { decodeRequest } from "./receive/decode-request.ts";
export type { AdmitSender, SenderVerdict } from "./receive/request/admit-sender.ts";
export { createOtlpReceiver, type OtlpReceiver, type OtlpReceiverOptions } from "./receive/receiver.ts";
export { isWebSocketUpgrade } from "./receive/request/websocket-upgrade.ts";
