/**
 * The one internal shape into which OTLP protobuf and OTLP JSON are decoded.
 *
 * Terminology
 * - instants are milliseconds since the Unix epoch as a double (a nanosecond time keeps 0.25 µs); 0 means "not set";
 * - ids are lower-case hex, `""` when absent (zero-length ids are normal on the wire);
 * - an int64 is a `number` where it is safe, else a `bigint`;
 * - a record refers to its resource and scope by reference: equal ones of one request are one object.
 */

export type AnyValue =
  | string
  | number
  | boolean
  | bigint
  | null
  | Uint8Array
  | readonly AnyValue[]
  | { readonly [key: string]: AnyValue };

/** Attributes by key, on an object without prototype: `__proto__` is a key like any other. A repeated key: the last one wins. */
export interface Attributes {
  readonly [key: string]: AnyValue | undefined;
}

export interface Resource {
  readonly attributes: Attributes;
  readonly schemaUrl: string;
}

export interface Scope {
  readonly name: string;
  readonly version: string;
  readonly attributes: Attributes;
  readonly schemaUrl: string;
}

interface RecordBase {
  readonly resource: Resource;
  readonly scope: Scope;
}

export interface LogRecord extends RecordBase {
  readonly timeMs: number;
  readonly observedMs: number;
  readonly severityNumber: number;
  readonly severityText: string;
  /** `""` for an ordinary log line. */
  readonly eventName: string;
  readonly body: AnyValue | undefined;
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly flags: number;
}

export interface SpanEvent {
  readonly timeMs: number;
  readonly name: string;
  readonly attributes: Attributes;
}

export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceState: string;
  readonly attributes: Attributes;
}

export interface SpanRecord extends RecordBase {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  /** OTLP `SpanKind` number: 0 unspecified, 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  readonly links: readonly SpanLink[];
  /** OTLP status code: 0 unset, 1 ok, 2 error. */
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly flags: number;
}

/** 0 unspecified, 1 delta, 2 cumulative, as on the wire. */
export type Temporality = 0 | 1 | 2;

export interface MetricDescriptor {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
  readonly kind: MetricPoint["kind"];
  readonly temporality: Temporality;
  readonly isMonotonic: boolean;
}

interface MetricPointBase extends RecordBase {
  readonly metric: MetricDescriptor;
  readonly attributes: Attributes;
  readonly startMs: number;
  readonly timeMs: number;
  /** Bit 0: NoRecordedValue. */
  readonly flags: number;
}

/** `NaN` and infinities are values; a JSON `null` double is `NaN`. */
export interface NumberPoint extends MetricPointBase {
  readonly kind: "gauge" | "sum";
  readonly value: number | bigint;
}

export interface HistogramPoint extends MetricPointBase {
  readonly kind: "histogram";
  readonly count: number;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  /** One more than {@link bounds}, or empty where the sender keeps no buckets. */
  readonly bucketCounts: readonly number[];
  readonly bounds: readonly number[];
}

export interface ExponentialBuckets {
  readonly offset: number;
  readonly counts: readonly number[];
}

export interface ExponentialHistogramPoint extends MetricPointBase {
  readonly kind: "exponential_histogram";
  readonly count: number;
  readonly sum: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly scale: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly positive: ExponentialBuckets;
  readonly negative: ExponentialBuckets;
}

export interface SummaryPoint extends MetricPointBase {
  readonly kind: "summary";
  readonly count: number;
  readonly sum: number;
  readonly quantiles: readonly { readonly quantile: number; readonly value: number }[];
}

export type MetricPoint = NumberPoint | HistogramPoint | ExponentialHistogramPoint | SummaryPoint;

export type Signal = "traces" | "metrics" | "logs";

/** What one export request held, in wire order. */
export type DecodedRequest = (
  | { readonly signal: "traces"; readonly records: readonly SpanRecord[] }
  | { readonly signal: "metrics"; readonly records: readonly MetricPoint[] }
  | { readonly signal: "logs"; readonly records: readonly LogRecord[] }
) & {
  /** Items left out by a bound, reported to the sender as partial success. */
  readonly rejected: number;
  /** Why, for the sender's operator; `""` when nothing was left out and nothing needs saying. */
  readonly rejectedReason: string;
};
