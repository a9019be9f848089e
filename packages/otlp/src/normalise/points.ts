import type { PointOrigin } from "../model/origin.ts";
import { dropUnrecordedExtremes } from "../model/point-rules.ts";
import type {
  Attributes,
  ExponentialBuckets,
  ExponentialHistogramPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
} from "../model/records.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { attributesAt } from "./any-value.ts";
import { JsonFault } from "./json-fault.ts";
import { doubleAt, recordedDoubleAt, toDouble, toInt64 } from "./json-numbers.ts";
import { countAt, int32At, timeAt, toCount, uint32At } from "./json-scalars.ts";
import { eachObject, type JsonObject, type JsonValue, listAt, objectAt, within } from "./json-value.ts";

interface PointBase extends PointOrigin {
  readonly attributes: Attributes;
  readonly startMs: number;
  readonly timeMs: number;
  readonly flags: number;
}

function toBase(point: JsonObject, { resource, scope, metric }: PointOrigin, bounds: RequestBounds): PointBase {
  return {
    resource,
    scope,
    metric,
    attributes: attributesAt(point, bounds),
    startMs: timeAt(point, "startTimeUnixNano"),
    timeMs: timeAt(point, "timeUnixNano"),
    flags: uint32At(point, "flags"),
  };
}

export function toNumberPoint(point: JsonObject, origin: PointOrigin, bounds: RequestBounds): NumberPoint {
  const kind = origin.metric.kind === "sum" ? "sum" : "gauge";
  return { kind, ...toBase(point, origin, bounds), value: toNumber(point) };
}

/** A point without a value (as one that says "no recorded value") is `NaN`: 0 would be a measurement. */
function toNumber(point: JsonObject): number | bigint {
  const { asInt } = point;
  if (asInt !== undefined && asInt !== null) return toInt64(asInt, "asInt");
  return doubleAt(point, "asDouble") ?? Number.NaN;
}

export function toHistogramPoint(point: JsonObject, origin: PointOrigin, bounds: RequestBounds): HistogramPoint {
  const draft = {
    kind: "histogram" as const,
    ...toBase(point, origin, bounds),
    count: countAt(point, "count"),
    sum: doubleAt(point, "sum"),
    min: recordedDoubleAt(point, "min"),
    max: recordedDoubleAt(point, "max"),
    bucketCounts: numbersAt(point, { key: "bucketCounts", convert: toCount }, bounds),
    bounds: numbersAt(point, { key: "explicitBounds", convert: toDouble }, bounds),
  };
  dropUnrecordedExtremes(draft);
  return draft;
}

export function toExponentialPoint(
  point: JsonObject,
  origin: PointOrigin,
  bounds: RequestBounds,
): ExponentialHistogramPoint {
  const draft = {
    kind: "exponential_histogram" as const,
    ...toBase(point, origin, bounds),
    count: countAt(point, "count"),
    sum: doubleAt(point, "sum"),
    min: recordedDoubleAt(point, "min"),
    max: recordedDoubleAt(point, "max"),
    scale: int32At(point, "scale"),
    zeroCount: countAt(point, "zeroCount"),
    zeroThreshold: doubleAt(point, "zeroThreshold") ?? 0,
    positive: toBuckets(point, "positive", bounds),
    negative: toBuckets(point, "negative", bounds),
  };
  dropUnrecordedExtremes(draft);
  return draft;
}

function toBuckets(point: JsonObject, key: string, bounds: RequestBounds): ExponentialBuckets {
  const buckets = objectAt(point, key);
  if (buckets === undefined) return { offset: 0, counts: [] };
  return within(key, () => ({
    offset: int32At(buckets, "offset"),
    counts: numbersAt(buckets, { key: "bucketCounts", convert: toCount }, bounds),
  }));
}

interface Numbers {
  readonly key: string;
  readonly convert: (value: JsonValue | undefined) => number;
}

function numbersAt(parent: JsonObject, { key, convert }: Numbers, bounds: RequestBounds): readonly number[] {
  const values = listAt(parent, key);
  if (!bounds.fitsBuckets(values.length)) return [];
  let index = 0;
  try {
    const numbers: number[] = [];
    for (; index < values.length; index++) numbers.push(convert(values[index]));
    return numbers;
  } catch (fault) {
    throw fault instanceof JsonFault ? fault.within(index).within(key) : fault;
  }
}

export function toSummaryPoint(point: JsonObject, origin: PointOrigin, bounds: RequestBounds): SummaryPoint {
  const quantiles: { quantile: number; value: number }[] = [];
  eachObject(point, "quantileValues", (element, index) => {
    if (!bounds.fitsBuckets(index + 1)) return;
    quantiles.push({ quantile: doubleAt(element, "quantile") ?? 0, value: doubleAt(element, "value") ?? 0 });
  });
  return {
    kind: "summary",
    ...toBase(point, origin, bounds),
    count: countAt(point, "count"),
    sum: doubleAt(point, "sum") ?? 0,
    quantiles,
  };
}
