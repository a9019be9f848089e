import type { DecodeLimits } from "../model/decode-limits.ts";
import type { DecodedRequest, LogRecord, MetricPoint, Signal, SpanRecord } from "../model/records.ts";
import { RequestBounds } from "../model/request-bounds.ts";
import { readEnvelope } from "./envelope.ts";
import { readLogRecord } from "./logs.ts";
import { readMetric } from "./metrics.ts";
import { ProtoReader, wireType } from "./proto-reader.ts";
import { readSpan } from "./spans.ts";

/** An `Export*ServiceRequest` in protobuf. Throws `OtlpDecodeError`, nothing else. */
export function decodeProtobuf(signal: Signal, body: Uint8Array, limits: DecodeLimits): DecodedRequest {
  const bounds = new RequestBounds(signal, limits);
  const reader = new ProtoReader(body, bounds);
  switch (signal) {
    case "traces":
      return { signal, records: decodeTraces(reader), ...bounds.report() };
    case "metrics":
      return { signal, records: decodeMetrics(reader), ...bounds.report() };
    case "logs":
      return { signal, records: decodeLogs(reader), ...bounds.report() };
  }
}

function decodeTraces(reader: ProtoReader): readonly SpanRecord[] {
  const spans: SpanRecord[] = [];
  readEnvelope(reader, (item, origin) => {
    if (item.bounds.takeItem()) spans.push(readSpan(item, origin));
    else item.skip(wireType.bytes);
  });
  return spans;
}

function decodeLogs(reader: ProtoReader): readonly LogRecord[] {
  const records: LogRecord[] = [];
  readEnvelope(reader, (item, origin) => {
    if (item.bounds.takeItem()) records.push(readLogRecord(item, origin));
    else item.skip(wireType.bytes);
  });
  return records;
}

function decodeMetrics(reader: ProtoReader): readonly MetricPoint[] {
  const points: MetricPoint[] = [];
  readEnvelope(reader, (item, origin) => readMetric(item, origin, points));
  return points;
}
