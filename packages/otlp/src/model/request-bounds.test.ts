import { describe, expect, test } from "vitest";

import { decodeBytes, decodeText, encodeRequest, jsonOf, requestOf } from "../../test/messages.ts";
import type { DecodeLimits } from "./decode-limits.ts";
import type { DecodedRequest, LogRecord, Signal, SpanRecord } from "./records.ts";
import { cutText } from "./text.ts";

const text = (value: string): object => ({ stringValue: value });
const wireText = (value: string): object => ({ value: { case: "stringValue", value } });

/** Both encodings of the same item must be cut alike. */
function both(
  signal: Signal,
  items: { json: object; protobuf: object },
  limits: Partial<DecodeLimits>,
): DecodedRequest {
  const fromJson = decodeText(signal, jsonOf(signal, items.json), limits);
  expect(decodeBytes(signal, encodeRequest(signal, requestOf(signal, items.protobuf)), limits)).toEqual(fromJson);
  return fromJson;
}

const attributes = (count: number, value: (text: string) => object): object[] =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: value("v") }));

describe("per-item bounds cut, keep the item and say so", () => {
  test("attributes", () => {
    const items = { json: { attributes: attributes(5, text) }, protobuf: { attributes: attributes(5, wireText) } };
    const { records, rejected, rejectedReason } = both("traces", items, { maxAttributes: 3 });
    expect(Object.keys((records[0] as SpanRecord).attributes)).toEqual(["k0", "k1", "k2"]);
    expect({ rejected, rejectedReason }).toEqual({
      rejected: 0,
      rejectedReason: "2 attributes left out (at most 3 per record)",
    });
  });

  test("a text, after what must not be cut in two was taken out of it", () => {
    const secret = "secret-0123456789";
    const body = `${"x".repeat(20)} ${secret} ${"y".repeat(20)}`;
    const { records } = both(
      "logs",
      { json: { body: text(body) }, protobuf: { body: wireText(body) } },
      { maxStringLength: 30, beforeCut: (given) => given.replace(secret, "[…]") },
    );
    expect((records[0] as LogRecord).body).toBe(`${"x".repeat(20)} […] yyyy…`);
  });

  test("array elements", () => {
    const json = { body: { arrayValue: { values: [text("a"), text("b"), text("c")] } } };
    const values = [wireText("a"), wireText("b"), wireText("c")];
    const protobuf = { body: { value: { case: "arrayValue", value: { values } } } };
    const { records, rejectedReason } = both("logs", { json, protobuf }, { maxArrayLength: 2 });
    expect((records[0] as LogRecord).body).toEqual(["a", "b"]);
    expect(rejectedReason).toContain("1 array elements left out");
  });

  test("events and links", () => {
    const item = { events: [{ name: "a" }, { name: "b" }], links: [{}, {}, {}] };
    const { records, rejectedReason } = both("traces", { json: item, protobuf: item }, { maxEvents: 1, maxLinks: 2 });
    expect((records[0] as SpanRecord).events).toHaveLength(1);
    expect((records[0] as SpanRecord).links).toHaveLength(2);
    expect(rejectedReason).toBe(
      "1 span events left out (at most 1 per span); 1 span links left out (at most 2 per span)",
    );
  });

  test.each([8, 9, 100])("strings of any length, cut at %i", (maxStringLength) => {
    for (const name of ["x".repeat(7) + "😀", "é".repeat(200), "😀".repeat(200), "x".repeat(200)]) {
      const { records } = both("traces", { json: { name }, protobuf: { name } }, { maxStringLength });
      const cut = (records[0] as SpanRecord).name;
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(maxStringLength);
      expect(cut === name || cut.endsWith("…")).toBe(true);
    }
  });

  test("bytes", () => {
    const json = { body: { bytesValue: "AQIDBA==" } };
    const protobuf = { body: { value: { case: "bytesValue", value: new Uint8Array([1, 2, 3, 4]) } } };
    const { records } = both("logs", { json, protobuf }, { maxStringLength: 3 });
    expect((records[0] as LogRecord).body).toEqual(new Uint8Array([1, 2, 3]));
  });
});

describe("items beyond a bound are rejected and counted", () => {
  test("items of a request", () => {
    const scopeSpans = [{ spans: [{ name: "a" }, { name: "b" }, { name: "c" }] }];
    const request = { resourceSpans: [{ scopeSpans }] };
    const decoded = decodeText("traces", JSON.stringify(request), { maxItems: 2 });
    expect(decodeBytes("traces", encodeRequest("traces", request), { maxItems: 2 })).toEqual(decoded);
    expect(decoded.records).toHaveLength(2);
    expect(decoded).toMatchObject({ rejected: 1, rejectedReason: "1 spans rejected (at most 2 per request)" });
  });

  test("points with too many buckets, their neighbours being kept", () => {
    const json = { histogram: { dataPoints: [{ bucketCounts: [1, 2, 3] }, { bucketCounts: [4, 5] }] } };
    const dataPoints = [{ bucketCounts: [1n, 2n, 3n] }, { bucketCounts: [4n, 5n] }];
    const protobuf = { data: { case: "histogram", value: { dataPoints } } };
    const decoded = both("metrics", { json, protobuf }, { maxBuckets: 2 });
    expect(decoded.records).toMatchObject([{ bucketCounts: [4, 5] }]);
    expect(decoded).toMatchObject({
      rejected: 1,
      rejectedReason: "1 data points rejected (at most 2 buckets or quantiles)",
    });
  });
});

test("a cut never splits a character", () => {
  expect(cutText("abc", 3)).toBe("abc");
  expect(cutText("abcd", 3)).toBe("ab…");
  expect(cutText("a😀cd", 3)).toBe("a…");
  expect(cutText("a😀cd", 4)).toBe("a😀…");
});
