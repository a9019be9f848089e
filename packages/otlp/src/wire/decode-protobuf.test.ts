import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, test } from "vitest";

import { decodeBytes, decodeFault, encodeRequest, field, requestOf, textField } from "../../test/messages.ts";
import type { LogRecord, MetricPoint, SpanRecord } from "../model/records.ts";

function oneSpan(...content: readonly Uint8Array[]): SpanRecord {
  return decodeBytes("traces", field(1, field(2, field(2, ...content)))).records[0] as SpanRecord;
}

function attribute(key: string, value: Uint8Array): Uint8Array {
  return field(9, textField(1, key), field(2, value));
}

function points(...content: readonly Uint8Array[]): readonly MetricPoint[] {
  return decodeBytes("metrics", field(1, field(2, field(2, ...content)))).records as readonly MetricPoint[];
}

function oneLog(record: object): LogRecord {
  return decodeBytes("logs", encodeRequest("logs", requestOf("logs", record))).records[0] as LogRecord;
}

function groupOf(...pairs: readonly (readonly [string, string])[]): object {
  const attributes = pairs.map(([key, value]) => ({ key, value: { value: { case: "stringValue", value } } }));
  return { resource: { attributes }, scopeSpans: [{ scope: { name: "s" }, spans: [{}] }] };
}

describe("what senders write", () => {
  test("the collector's descending fields: schema URL, spans, then resource; value before key", () => {
    const keyValue = field(1, field(2, textField(1, "billing")), textField(1, "service.name"));
    const scopeGroup = field(
      2,
      textField(3, "https://scope"),
      field(2, textField(5, "run a")),
      field(1, textField(1, "jobs")),
    );
    const body = field(1, textField(3, "https://resource"), scopeGroup, field(1, keyValue));
    const [span] = decodeBytes("traces", body).records as readonly SpanRecord[];
    expect(span).toMatchObject({
      name: "run a",
      resource: { attributes: { "service.name": "billing" }, schemaUrl: "https://resource" },
      scope: { name: "jobs", schemaUrl: "https://scope" },
    });
  });

  test("name, unit and temporality of a metric after its points", () => {
    const point = field(1, new BinaryWriter().tag(6, WireType.Bit64).sfixed64(7n).finish());
    const aggregation = new BinaryWriter().tag(3, WireType.Varint).bool(true).tag(2, WireType.Varint).int32(2).finish();
    const metric = { name: "job.run.retries", unit: "{run}", kind: "sum", temporality: 2, isMonotonic: true };
    const [read] = points(field(7, point, aggregation), textField(3, "{run}"), textField(1, "job.run.retries"));
    expect(read).toMatchObject({ kind: "sum", value: 7, metric });
  });

  test("ids of zero length or all zero are absent", () => {
    const span = oneSpan(field(1), field(2), field(4));
    expect(span).toMatchObject({ traceId: "", spanId: "", parentSpanId: "" });
    expect(oneSpan(field(1, new Uint8Array(16)), field(4, new Uint8Array(8)))).toMatchObject({
      traceId: "",
      parentSpanId: "",
    });
  });

  test("an id of another length is malformed, named by its offset", () => {
    const fault = decodeFault(() => decodeBytes("traces", field(1, field(2, field(2, field(1, new Uint8Array(8)))))));
    expect(fault.kind).toBe("malformed");
    expect(fault.message).toContain("an id must have 16 bytes, not 8, at byte 8");
  });

  test("explicit defaults and an empty key", () => {
    const zeroCode = field(15, new BinaryWriter().tag(3, WireType.Varint).int32(0).finish());
    const span = oneSpan(zeroCode, textField(5, ""), attribute("", textField(1, "empty key")));
    expect(span).toMatchObject({ statusCode: 0, name: "", attributes: { "": "empty key" } });
  });

  test("a value set to false, 0 or the empty string is not an unset one", () => {
    const span = oneSpan(
      attribute("false", new BinaryWriter().tag(2, WireType.Varint).bool(false).finish()),
      attribute("zero", new BinaryWriter().tag(3, WireType.Varint).int64(0).finish()),
      attribute("empty", textField(1, "")),
      attribute("unset", new Uint8Array(0)),
      field(9, textField(1, "absent")),
    );
    expect({ ...span.attributes }).toEqual({ false: false, zero: 0, empty: "", unset: null, absent: null });
  });

  test("a body without a value is null, no body is undefined", () => {
    expect(oneLog({ body: {} }).body).toBeNull();
    expect(oneLog({}).body).toBeUndefined();
  });

  test("times keep a quarter of a microsecond", () => {
    const body = encodeRequest("traces", requestOf("traces", { startTimeUnixNano: 1_795_000_000_123_456_789n }));
    expect((decodeBytes("traces", body).records[0] as SpanRecord).startMs).toBe(1_795_000_000_123 + 0.456789);
  });

  test("the flags of every SDK", () => {
    for (const flags of [0x100, 0x101, 0x103, 0x300, 0x301]) {
      const body = encodeRequest("traces", requestOf("traces", { flags }));
      expect(decodeBytes("traces", body).records[0]).toMatchObject({ flags });
    }
  });

  test("Python's histogram without min and max", () => {
    const dataPoints = [{ count: 2n, bucketCounts: [2n], min: Infinity, max: -Infinity }];
    const metric = { name: "m", data: { case: "histogram", value: { dataPoints } } };
    const [point] = decodeBytes("metrics", encodeRequest("metrics", requestOf("metrics", metric))).records;
    expect(point).toMatchObject({ min: undefined, max: undefined, sum: undefined, bucketCounts: [2], bounds: [] });
  });

  test("numbers that are not packed", () => {
    const single = new BinaryWriter().tag(6, WireType.Bit64).fixed64(3n).tag(7, WireType.Bit64).double(0.5);
    const [point] = points(field(9, field(1, single.tag(6, WireType.Bit64).fixed64(4n).finish())));
    expect(point).toMatchObject({ bucketCounts: [3, 4], bounds: [0.5] });
  });

  test("equal resources, in any order of attributes, are one object; other ones are not", () => {
    const resourceSpans = [groupOf(["a", "1"], ["b", "2"]), groupOf(["b", "2"], ["a", "1"]), groupOf(["a", "1"])];
    const [first, second, third] = decodeBytes("traces", encodeRequest("traces", { resourceSpans })).records;
    expect(second?.resource).toBe(first?.resource);
    expect(third?.resource).not.toBe(first?.resource);
    expect(third?.scope).toBe(first?.scope);
  });

  test("keys that JavaScript knows are keys like any other; a repeated key: the last one wins", () => {
    const span = oneSpan(
      attribute("__proto__", textField(1, "p")),
      attribute("constructor", textField(1, "c")),
      attribute("twice", textField(1, "first")),
      attribute("twice", textField(1, "last")),
    );
    expect(Object.entries(span.attributes)).toEqual([
      ["__proto__", "p"],
      ["constructor", "c"],
      ["twice", "last"],
    ]);
    expect("toString" in span.attributes).toBe(false);
  });

  test("of two kinds of data in one metric the last one counts", () => {
    const point = field(1, new BinaryWriter().tag(4, WireType.Bit64).double(1).finish());
    const read = points(field(5, point), field(7, point, point));
    expect(read.map((one) => one.kind)).toEqual(["sum", "sum"]);
  });

  test("unknown fields of every wire type are passed over", () => {
    const unknown = new BinaryWriter().tag(100, WireType.Varint).uint64(2n ** 64n - 1n);
    unknown
      .tag(101, WireType.Bit64)
      .fixed64(1n)
      .tag(102, WireType.Bit32)
      .fixed32(1)
      .tag(103, WireType.LengthDelimited)
      .string("x");
    expect(oneSpan(unknown.finish(), textField(5, "kept")).name).toBe("kept");
  });

  test("the string index that profiles use is a value that we do not know", () => {
    expect(
      oneSpan(attribute("k", new BinaryWriter().tag(8, WireType.Varint).int32(3).finish())).attributes["k"],
    ).toBeNull();
  });

  test("a request without content stores nothing and says nothing", () => {
    expect(decodeBytes("logs", new Uint8Array(0))).toEqual({
      signal: "logs",
      records: [],
      rejected: 0,
      rejectedReason: "",
    });
  });

  test("a body in which only unknown fields are found says so", () => {
    const { rejectedReason } = decodeBytes("traces", field(7, textField(1, "x")));
    expect(rejectedReason).toContain("nothing was stored");
  });
});
