import type { Message } from "@bufbuild/protobuf";

import type { Signal } from "../src/model/records.ts";

/**
 * What a request means, told a second time in the plainest way from what @bufbuild/protobuf read: the other side of the
 * differential tests. Messages of types known only at run time are plain objects with camel-case names.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- there are no generated types, on purpose
type Dynamic = Message & { readonly [key: string]: any };

const outline = {
  traces: ["resourceSpans", "scopeSpans", "spans"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
} as const;

const readers = { traces: span, metrics: points, logs: log };

export function referenceRecords(signal: Signal, request: Message): readonly unknown[] {
  const [resourceGroups, scopeGroups, items] = outline[signal];
  return (request as Dynamic)[resourceGroups].flatMap((group: Dynamic) =>
    group[scopeGroups].flatMap((scopeGroup: Dynamic) => {
      const origin = {
        resource: { attributes: attributes(group["resource"]?.attributes), schemaUrl: group["schemaUrl"] },
        scope: scope(scopeGroup),
      };
      return scopeGroup[items].flatMap((item: Dynamic) => readers[signal](item, origin));
    }),
  );
}

function scope(group: Dynamic): unknown {
  const { name = "", version = "", attributes: pairs } = group["scope"] ?? {};
  return { name, version, attributes: attributes(pairs), schemaUrl: group["schemaUrl"] };
}

function attributes(pairs: readonly Dynamic[] = []): unknown {
  const bag = Object.create(null);
  for (const pair of pairs) bag[pair["key"]] = anyValue(pair["value"]);
  return bag;
}

function anyValue(holder: Dynamic | undefined): unknown {
  const { case: kind, value } = holder?.["value"] ?? {};
  switch (kind) {
    case "intValue":
      return integer(value);
    case "arrayValue":
      return value.values.map(anyValue);
    case "kvlistValue":
      return attributes(value.values);
    case "stringValue":
    case "boolValue":
    case "doubleValue":
    case "bytesValue":
      return value;
    default:
      return null;
  }
}

function integer(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

function time(nanos: bigint): number {
  return Number(nanos / 1_000_000n) + Number(nanos % 1_000_000n) / 1e6;
}

function id(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString("hex");
  return /[^0]/.test(hex) ? hex : "";
}

function span(item: Dynamic, origin: object): unknown {
  return {
    ...origin,
    traceId: id(item["traceId"]),
    spanId: id(item["spanId"]),
    parentSpanId: id(item["parentSpanId"]),
    traceState: item["traceState"],
    name: item["name"],
    kind: item["kind"],
    startMs: time(item["startTimeUnixNano"]),
    endMs: time(item["endTimeUnixNano"]),
    attributes: attributes(item["attributes"]),
    events: item["events"].map((event: Dynamic) => ({
      timeMs: time(event["timeUnixNano"]),
      name: event["name"],
      attributes: attributes(event["attributes"]),
    })),
    links: item["links"].map((link: Dynamic) => ({
      traceId: id(link["traceId"]),
      spanId: id(link["spanId"]),
      traceState: link["traceState"],
      attributes: attributes(link["attributes"]),
    })),
    statusCode: item["status"]?.code ?? 0,
    statusMessage: item["status"]?.message ?? "",
    flags: item["flags"],
  };
}

function log(item: Dynamic, origin: object): unknown {
  return {
    ...origin,
    timeMs: time(item["timeUnixNano"]),
    observedMs: time(item["observedTimeUnixNano"]),
    severityNumber: item["severityNumber"],
    severityText: item["severityText"],
    eventName: item["eventName"],
    body: item["body"] === undefined ? undefined : anyValue(item["body"]),
    attributes: attributes(item["attributes"]),
    droppedAttributesCount: item["droppedAttributesCount"],
    traceId: id(item["traceId"]),
    spanId: id(item["spanId"]),
    flags: item["flags"],
  };
}

const kinds: Readonly<Record<string, string>> = {
  gauge: "gauge",
  sum: "sum",
  histogram: "histogram",
  exponentialHistogram: "exponential_histogram",
  summary: "summary",
};

function points(item: Dynamic, origin: object): readonly unknown[] {
  const { case: name, value: data } = item["data"];
  const kind = kinds[name];
  if (kind === undefined) return [];
  const temporality = data.aggregationTemporality ?? 0;
  const metric = {
    name: item["name"],
    description: item["description"],
    unit: item["unit"],
    kind,
    temporality: temporality <= 2 ? temporality : 0,
    isMonotonic: data.isMonotonic ?? false,
  };
  return data.dataPoints.map((point: Dynamic) => ({
    kind,
    ...origin,
    metric,
    attributes: attributes(point["attributes"]),
    startMs: time(point["startTimeUnixNano"]),
    timeMs: time(point["timeUnixNano"]),
    flags: point["flags"],
    ...measured(kind, point),
  }));
}

function measured(kind: string, point: Dynamic): object {
  if (kind === "gauge" || kind === "sum") return { value: numberValue(point) };
  const { count, sum } = point;
  if (kind === "summary") {
    const quantiles = point["quantileValues"].map(({ quantile, value }: Dynamic) => ({ quantile, value }));
    return { count: Number(count), sum, quantiles };
  }
  const unrecorded = point["min"] === Infinity && point["max"] === -Infinity;
  const { min, max } = unrecorded ? { min: undefined, max: undefined } : point;
  const common = { count: Number(count), sum, min, max };
  if (kind === "histogram") {
    return { ...common, bucketCounts: point["bucketCounts"].map(Number), bounds: point["explicitBounds"] };
  }
  const { scale, zeroCount, zeroThreshold, positive, negative } = point;
  const sides = { positive: buckets(positive), negative: buckets(negative) };
  return { ...common, scale, zeroCount: Number(zeroCount), zeroThreshold, ...sides };
}

function numberValue(point: Dynamic): unknown {
  const { case: kind, value } = point["value"];
  if (kind === "asInt") return integer(value);
  return kind === "asDouble" ? value : Number.NaN;
}

function buckets(side: Dynamic | undefined): object {
  return { offset: side?.["offset"] ?? 0, counts: side?.["bucketCounts"].map(Number) ?? [] };
}
