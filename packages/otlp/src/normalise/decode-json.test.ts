import { describe, expect, test } from "vitest";

import { decodeFault, decodeText, jsonOf } from "../../test/messages.ts";
import type { LogRecord, MetricPoint, SpanRecord } from "../model/records.ts";

const traceId = "5B8EFFF798038103D269B633813FC60C";
const spanId = "EEE19B7EC3C1B174";

function attributeValue(value: string): unknown {
  const text = `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"k","value":${value}}]}]}]}]}`;
  return (decodeText("logs", text).records[0] as LogRecord).attributes["k"];
}

function startOf(time: string): number {
  const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[{"startTimeUnixNano":${time}}]}]}]}`;
  return (decodeText("traces", text).records[0] as SpanRecord).startMs;
}

describe("numbers", () => {
  test.each([
    ['{"intValue":"12"}', 12],
    ['{"intValue":12}', 12],
    ['{"intValue":-0}', 0],
    ['{"intValue":"9223372036854775807"}', 9_223_372_036_854_775_807n],
    ['{"intValue":"-9223372036854775808"}', -9_223_372_036_854_775_808n],
    ['{"intValue":4611686018427387904}', 4_611_686_018_427_387_904n],
    ['{"intValue":9223372036854776000}', 9_223_372_036_854_776_000],
    ['{"intValue":1e+300}', 1e300],
    ['{"doubleValue":null}', Number.NaN],
    ['{"doubleValue":"NaN"}', Number.NaN],
    ['{"doubleValue":"Infinity"}', Infinity],
    ['{"doubleValue":"-Infinity"}', -Infinity],
    ['{"doubleValue":-0}', -0],
    ['{"doubleValue":1.5}', 1.5],
  ])("%s", (text, expected) => {
    expect(attributeValue(text)).toBe(expected);
  });
});

describe("values", () => {
  test.each([
    ["{}", null],
    ["null", null],
    ['{"stringValue":""}', ""],
    ['{"boolValue":false}', false],
    ['{"arrayValue":{}}', []],
    ['{"arrayValue":{"values":[{"intValue":1},{},{"intValue":"3"}]}}', [1, null, 3]],
    ['{"kvlistValue":{"values":[{"key":"a","value":{"stringValue":"b"}}]}}', { a: "b" }],
    ['{"bytesValue":"AQID"}', new Uint8Array([1, 2, 3])],
    ['{"stringValue":"cut \\ud83d"}', "cut \ufffd"],
    ['{"unknownValue":1}', null],
  ])("%s", (text, expected) => {
    expect(attributeValue(text)).toEqual(expected);
  });
});

describe("records", () => {
  test("ids in either case, empty ones absent, unknown keys and empty objects ignored", () => {
    const span = {
      traceId,
      spanId,
      parentSpanId: "",
      status: {},
      events: [],
      links: [],
      flags: 257,
      unknown: { deep: [1] },
    };
    const resource = { schemaUrl: "https://in-the-resource", entityRefs: [], attributes: [] };
    const { records, rejectedReason } = decodeText("traces", jsonOf("traces", span, { resource, scope: {} }));
    expect(records[0]).toMatchObject({
      traceId: traceId.toLowerCase(),
      spanId: spanId.toLowerCase(),
      parentSpanId: "",
      statusCode: 0,
      flags: 257,
      resource: { schemaUrl: "" },
    });
    expect(rejectedReason).toBe("");
  });

  test("times as strings and numbers are the same instant", () => {
    expect(startOf('"1795000000123456768"')).toBe(1_795_000_000_123 + 0.456768);
    expect(startOf("1795000000123456768")).toBe(startOf('"1795000000123456768"'));
    expect(startOf("0")).toBe(0);
    expect(startOf("null")).toBe(0);
  });

  test("a body that is null is no body, an empty one has no value", () => {
    expect((decodeText("logs", jsonOf("logs", { body: null })).records[0] as LogRecord).body).toBeUndefined();
    expect((decodeText("logs", jsonOf("logs", { body: {} })).records[0] as LogRecord).body).toBeNull();
  });

  test("points of JavaScript and Rust: null is not finite, min and max that are null were not recorded", () => {
    const point = { count: 3, sum: null, min: null, max: null, bucketCounts: [1, "2"], explicitBounds: [0.5] };
    const histogram = { name: "h", histogram: { aggregationTemporality: 2, dataPoints: [point] } };
    const [read] = decodeText("metrics", jsonOf("metrics", histogram)).records;
    expect(read).toMatchObject({ count: 3, sum: Number.NaN, min: undefined, max: undefined, bucketCounts: [1, 2] });
    const gauge = {
      name: "g",
      gauge: { dataPoints: [{ asDouble: null }, { asInt: "7" }, { asInt: 7 }, { flags: 1 }] },
    };
    const values = decodeText("metrics", jsonOf("metrics", gauge)).records.map((one) => "value" in one && one.value);
    expect(values).toEqual([Number.NaN, 7, 7, Number.NaN]);
  });

  test("an empty metric has no points and an empty request nothing to say", () => {
    expect(decodeText("metrics", jsonOf("metrics", { gauge: {} }))).toMatchObject({ records: [], rejectedReason: "" });
    expect(decodeText("traces", "{}")).toMatchObject({ records: [], rejectedReason: "" });
    expect(decodeText("traces", '{"resourceSpans":[]}')).toMatchObject({ records: [], rejectedReason: "" });
  });
});

describe("shapes that are odd and normal", () => {
  test("a span that ends before it starts and has no name", () => {
    const span = { name: "", startTimeUnixNano: "2000000", endTimeUnixNano: "1000000" };
    expect(decodeText("traces", jsonOf("traces", span)).records).toMatchObject([{ name: "", startMs: 2, endMs: 1 }]);
  });

  test("a log record with time 0, without a body, with a repeated key", () => {
    const twice = [1, 2].map((intValue) => ({ key: "k", value: { intValue } }));
    const record = { timeUnixNano: "0", observedTimeUnixNano: "1000000", attributes: twice, flags: 3 };
    const expected = { timeMs: 0, observedMs: 1, body: undefined, attributes: { k: 2 }, flags: 3 };
    expect(decodeText("logs", jsonOf("logs", record)).records).toMatchObject([expected]);
  });

  test("histograms without bounds have one bucket or none; min above max means neither was recorded", () => {
    const dataPoints = [
      { count: "2", bucketCounts: ["2"], min: "Infinity", max: "-Infinity" },
      { count: "2", bucketCounts: [], explicitBounds: [] },
    ];
    const { records } = decodeText("metrics", jsonOf("metrics", { histogram: { dataPoints } }));
    expect(records).toMatchObject([
      { bucketCounts: [2], bounds: [], min: undefined, max: undefined },
      { bucketCounts: [], bounds: [] },
    ]);
  });

  test("exponential histograms with an empty bucket, trailing zeros and a side that is missing", () => {
    const dataPoints = [
      { count: 1, scale: -3, positive: { offset: -2, bucketCounts: ["1", "0"] }, negative: { bucketCounts: ["0"] } },
      {},
    ];
    const { records } = decodeText("metrics", jsonOf("metrics", { exponentialHistogram: { dataPoints } }));
    expect(records).toMatchObject([
      { scale: -3, positive: { offset: -2, counts: [1, 0] }, negative: { offset: 0, counts: [0] } },
      { count: 0, positive: { offset: 0, counts: [] }, negative: { offset: 0, counts: [] } },
    ]);
  });

  test("temporality is a matter of the metric, not of the request; gauges have none", () => {
    const metrics = [
      { name: "delta", sum: { aggregationTemporality: 1, isMonotonic: true, dataPoints: [{ asInt: 1 }] } },
      { name: "cumulative", sum: { aggregationTemporality: 2, dataPoints: [{ asInt: 1 }] } },
      { name: "gauge", gauge: { dataPoints: [{ asInt: 1 }] } },
    ];
    const { records } = decodeText("metrics", JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }));
    const temporalities = (records as readonly MetricPoint[]).map(({ metric, startMs }) => [
      metric.temporality,
      metric.isMonotonic,
      startMs,
    ]);
    expect(temporalities).toEqual([
      [1, true, 0],
      [2, false, 0],
      [0, false, 0],
    ]);
  });

  test("equal resources and scopes, in any order of attributes, are one object", () => {
    const pair = (key: string) => ({ key, value: { stringValue: key } });
    const group = (...keys: readonly string[]) => ({
      resource: { attributes: keys.map(pair) },
      scopeLogs: [{ scope: { name: "s" }, logRecords: [{}] }],
    });
    const resourceLogs = [group("a", "b"), group("b", "a"), group("b")];
    const [first, second, third] = decodeText("logs", JSON.stringify({ resourceLogs })).records;
    expect(second?.resource).toBe(first?.resource);
    expect(third?.resource).not.toBe(first?.resource);
    expect(third?.scope).toBe(first?.scope);
  });
});

describe("dialects that are not OTLP/JSON", () => {
  test.each([
    ["kind", { kind: "SPAN_KIND_SERVER" }, "resourceSpans[0].scopeSpans[0].spans[0].kind", "no names"],
    ["status", { status: { code: "STATUS_CODE_OK" } }, "spans[0].status.code", "no names"],
    ["base64 id", { traceId: "W47/95gDgQPSabYzgT/GDA==" }, "spans[0].traceId", "32 hex digits"],
    ["short id", { spanId: "ee" }, "spans[0].spanId", "16 hex digits"],
    ["time", { startTimeUnixNano: { low: 1, high: 2 } }, "spans[0].startTimeUnixNano", "{low, high}"],
    [
      "number",
      { attributes: [{ key: "k", value: { intValue: { low: 1, high: 2 } } }] },
      "spans[0].attributes[0].value.intValue",
      "{low, high}",
    ],
    [
      "fraction",
      { attributes: [{ key: "k", value: { intValue: 1.5 } }] },
      "attributes[0].value.intValue",
      "64-bit integer",
    ],
    [
      "array",
      { attributes: [{ key: "k", value: { arrayValue: { values: [{}, { boolValue: 1 }] } } }] },
      "value.arrayValue.values[1].boolValue",
      "true or false",
    ],
    ["plain value", { attributes: [{ key: "k", value: "plain" }] }, "attributes[0].value", "must be an object"],
    ["attribute map", { attributes: { k: "v" } }, "spans[0].attributes", "must be an array"],
    ["event", { events: [{}, { name: 7 }] }, "spans[0].events[1].name", "must be a string"],
    ["negative time", { endTimeUnixNano: "-5" }, "spans[0].endTimeUnixNano", "unsigned"],
  ])("%s is refused by its path", (_name, span, path, problem) => {
    const fault = decodeFault(() => decodeText("traces", jsonOf("traces", span)));
    expect(fault.kind).toBe("malformed");
    expect(fault.message).toContain(path);
    expect(fault.message).toContain(problem);
  });

  test.each([
    ["traces", '{"resource_spans":[{"scope_spans":[{"spans":[{}]}]}]}', "resourceSpans"],
    ["traces", '{"resourceSpans":[{"scope_spans":[{"spans":[{}]}]}]}', "scopeSpans"],
    ["traces", '{"resourceSpans":[{"instrumentationLibrarySpans":[{"spans":[{}]}]}]}', "scopeSpans"],
    ["logs", '{"resourceLogs":[{"scopeLogs":[{"log_records":[{}]}]}]}', "logRecords"],
    ["logs", '{"resourceSpans":[{"scopeSpans":[{"spans":[{}]}]}]}', "right signal"],
  ] as const)("%s %s stores nothing and says so", (signal, text, hint) => {
    const { records, rejectedReason } = decodeText(signal, text);
    expect(records).toEqual([]);
    expect(rejectedReason).toContain("nothing was stored");
    expect(rejectedReason).toContain(hint);
  });

  test.each([
    ["", "empty"],
    ["   ", "not JSON: it ends too early."],
    ["{", "not JSON: it ends too early."],
    ['{"resourceLogs":[{', "not JSON: it ends too early."],
    ['{"resourceLogs":"x', "not JSON: it ends too early."],
    ["garbage", "The body is not JSON."],
    ["garbage that is longer than what the engine would quote", "The body is not JSON."],
    ["{resourceLogs}", "The body is not JSON, at character 1."],
    ["[]", "must be an object, not an array"],
    ["null", "must be an object, not null"],
    ['"text"', "must be an object, not a string"],
  ])("the body %j is malformed", (text, problem) => {
    expect(decodeFault(() => decodeText("traces", text)).message).toContain(problem);
  });

  test("a message never shows what the body held", () => {
    const secret = "hunter2";
    const bodies = [
      `{"resourceSpans": ${secret}`,
      jsonOf("traces", { kind: secret }),
      jsonOf("traces", { traceId: secret }),
      jsonOf("traces", { startTimeUnixNano: secret }),
      jsonOf("traces", { attributes: [{ key: secret, value: { intValue: secret } }] }),
    ];
    for (const body of bodies) expect(decodeFault(() => decodeText("traces", body)).message).not.toContain(secret);
    expect(decodeText("traces", `{"${secret}":1}`).rejectedReason).not.toContain(secret);
  });
});
