import { gzipSync } from "node:zlib";

import { decodeRequest, type MetricPoint, type RawRequest } from "@jobscope/otlp";

import { toOtlpProtobuf } from "../../../otlp/test/otlp-protobuf.ts";

export type Attributes = Readonly<Record<string, string>>;

/** How a value travels. `gauge` and `sum` as it is, `cumulative` added to what was before, `delta` by itself. */
export type Shape = "gauge" | "sum" | "cumulative" | "delta";
export const SHAPES: readonly Shape[] = ["gauge", "sum", "cumulative", "delta"];

/** `null` has no recorded value. */
export interface SentPoint {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly startMs: number;
  readonly atMs: number;
  readonly value: number | null;
}

export type Encoding = "json" | "protobuf" | "gzip";
export const ENCODINGS: readonly Encoding[] = ["json", "protobuf", "gzip"];

const NO_RECORDED_VALUE = 1;
const NAMED_SHAPES = { gauge: "gauge", sum: "sum", cumulative: "sum", delta: "sum" } as const;

/** An export request with these points, all of one resource. */
export function otlpJson(points: readonly SentPoint[], shape: Shape, resource: Attributes): string {
  const metrics = points.map(({ metric, ...point }) => ({
    name: metric,
    [NAMED_SHAPES[shape]]: {
      dataPoints: [dataPoint(point)],
      ...(shape === "gauge" ? {} : { aggregationTemporality: shape === "delta" ? 1 : 2, isMonotonic: shape !== "sum" }),
    },
  }));
  const scopeMetrics = [{ scope: { name: "test" }, metrics }];
  return JSON.stringify({ resourceMetrics: [{ resource: { attributes: wire(resource) }, scopeMetrics }] });
}

function dataPoint({ attributes, startMs, atMs, value }: Omit<SentPoint, "metric">): unknown {
  return {
    attributes: wire(attributes),
    startTimeUnixNano: `${startMs}000000`,
    timeUnixNano: `${atMs}000000`,
    ...(value === null ? { flags: NO_RECORDED_VALUE } : { asDouble: value }),
  };
}

const wire = (attributes: Attributes): unknown =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));

/** Through the real decoder, as if it had come over the network. */
export function received(json: string, encoding: Encoding): readonly MetricPoint[] {
  const decoded = decodeRequest(rawRequest(json, encoding));
  if (decoded.signal !== "metrics" || decoded.rejected > 0) throw new Error(`not taken: ${decoded.rejectedReason}`);
  return decoded.records;
}

function rawRequest(json: string, encoding: Encoding): Omit<RawRequest, "receivedMs"> {
  const body = encoding === "json" ? Buffer.from(json) : toOtlpProtobuf("metrics", json);
  return {
    signal: "metrics",
    encoding: encoding === "json" ? "json" : "protobuf",
    compression: encoding === "gzip" ? "gzip" : "identity",
    body: encoding === "gzip" ? gzipSync(body) : body,
  };
}
