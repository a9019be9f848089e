import { deflateRawSync, deflateSync, gzipSync } from "node:zlib";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeBytes, decodeFault, decodeText, field, jsonOf, textField } from "../../test/messages.ts";
import { batchBody, logBatch, pointBatch, spanBatch } from "../../test/sdk-batches.ts";
import { OtlpDecodeError } from "../model/decode-error.ts";
import type { AnyValue, DecodedRequest, LogRecord, SpanRecord } from "../model/records.ts";
import { decodeRequest } from "./decode-request.ts";

const batches = [spanBatch(4), logBatch(4), await pointBatch(10)];

/** Decodes or fails as promised; any other exception fails the test. */
function attempt(raw: Parameters<typeof decodeRequest>[0]): DecodedRequest | OtlpDecodeError {
  try {
    return decodeRequest(raw);
  } catch (error) {
    if (error instanceof OtlpDecodeError) return error;
    throw error;
  }
}

describe.each(batches)("$signal", (batch) => {
  test.each(["protobuf", "json"] as const)("%s cut off at every byte", (encoding) => {
    const whole = batchBody(batch, encoding);
    let refused = 0;
    for (let length = 0; length < whole.length; length++) {
      const body = whole.subarray(0, length);
      const result = attempt({ signal: batch.signal, encoding, compression: "identity", body });
      if (result instanceof OtlpDecodeError) refused++;
    }
    expect(refused).toBeGreaterThan(whole.length * 0.9);
  });

  test.each(["protobuf", "json"] as const)("%s with bytes changed", (encoding) => {
    const whole = batchBody(batch, encoding);
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const body = whole.slice();
        for (const [at, byte] of changes) body[at] = byte;
        attempt({ signal: batch.signal, encoding, compression: "identity", body });
      }),
      { numRuns: 500 },
    );
  });

  test("garbage in every encoding and compression", () => {
    const encoding = fc.constantFrom("protobuf" as const, "json" as const);
    const compression = fc.constantFrom("identity" as const, "gzip" as const, "deflate" as const);
    fc.assert(
      fc.property(fc.record({ encoding, compression, body: fc.uint8Array({ maxLength: 300 }) }), (raw) => {
        attempt({ signal: batch.signal, ...raw });
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ["gzip", gzipSync],
    ["deflate", deflateSync],
    ["deflate", deflateRawSync],
  ] as const)("%s", (compression, compress) => {
    const body = compress(batch.protobuf);
    const { records } = decodeRequest({ signal: batch.signal, encoding: "protobuf", compression, body });
    expect(records).toHaveLength(batch.items);
    const cut = attempt({ signal: batch.signal, encoding: "protobuf", compression, body: body.subarray(0, -9) });
    expect(cut).toMatchObject({ kind: "malformed" });
  });
});

/** `levels` arrays in one another. */
function nested(levels: number): Uint8Array {
  let value: Uint8Array = new Uint8Array(0);
  for (let level = 0; level < levels; level++) value = field(5, field(1, value));
  return value;
}

function levelsOf(value: AnyValue | undefined): number {
  return Array.isArray(value) ? 1 + levelsOf(value[0]) : 0;
}

describe("bombs", () => {
  test("a value 5000 deep is cut at the limit, the record kept and the sender told", () => {
    const record = field(2, field(5, nested(5000)), textField(3, "INFO"));
    const decoded = decodeBytes("logs", field(1, field(2, record)));
    const [log] = decoded.records as readonly LogRecord[];
    expect(log?.severityText).toBe("INFO");
    expect(levelsOf(log?.body)).toBe(31);
    expect(decoded).toMatchObject({ rejected: 0, rejectedReason: expect.stringContaining("at most 32 levels") });
  });

  test("the same in JSON", () => {
    const value = `${'{"arrayValue":{"values":['.repeat(5000)}{}${"]}}".repeat(5000)}`;
    const decoded = decodeText("logs", `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":${value}}]}]}]}`);
    expect(levelsOf((decoded.records[0] as LogRecord).body)).toBe(31);
    expect(decoded.rejectedReason).toContain("at most 32 levels");
  });

  test("JSON brackets without end", () => {
    const fault = decodeFault(() => decodeText("logs", `{"x":${"[".repeat(8_000_000)}`));
    expect(fault).toMatchObject({ kind: "malformed", message: expect.stringContaining("nested deeper") });
  });

  test("JSON of more elements than a request may have", () => {
    const text = `{"x":[${"{},".repeat(5_000_000)}{}]}`;
    expect(decodeFault(() => decodeText("logs", text)).kind).toBe("too_large");
  });

  test("protobuf of more values than a request may have", () => {
    const elements = Buffer.alloc(6_000_000, Buffer.from([0x0a, 0x00]));
    const body = field(1, field(2, field(2, field(9, field(2, field(5, elements))))));
    expect(decodeBytes("traces", body).rejectedReason).toContain("array elements left out");
    const spans = Buffer.concat(
      Array.from({ length: 20_000 }, () => field(2, Buffer.alloc(400, Buffer.from([0x5a, 0x00])))),
    );
    expect(decodeFault(() => decodeBytes("traces", field(1, field(2, spans)))).kind).toBe("too_large");
  });

  test.each(["gzip", "deflate"] as const)("a %s bomb costs no more than the limit", (compression) => {
    const zeros = Buffer.alloc(100_000_000);
    const body = compression === "gzip" ? gzipSync(zeros) : deflateSync(zeros);
    const raw = { signal: "traces", encoding: "protobuf", compression, body } as const;
    expect(attempt(raw)).toMatchObject({ kind: "too_large", message: expect.stringContaining("67108864 bytes") });
  });

  test("a plain body beyond the limit", () => {
    expect(decodeFault(() => decodeBytes("logs", new Uint8Array(11), { maxInflatedBytes: 10 })).kind).toBe("too_large");
  });

  test("a compressed body beyond a limit that is smaller than one chunk", () => {
    const body = gzipSync(new Uint8Array(11));
    const raw = { signal: "logs", encoding: "protobuf", compression: "gzip", body } as const;
    expect(decodeFault(() => decodeRequest(raw, { maxInflatedBytes: 10 })).kind).toBe("too_large");
    expect(decodeFault(() => decodeRequest(raw, { maxInflatedBytes: 11 })).kind).toBe("malformed");
  });

  test("lengths that lie", () => {
    const lies = [
      [0x0a, 0x7f],
      [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
      [0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01],
      [0x0a, 0x82, 0x80, 0x80, 0x80, 0x10, 0x12, 0x00],
    ];
    for (const bytes of lies) {
      expect(decodeFault(() => decodeBytes("traces", Uint8Array.from(bytes))).message).toContain(
        "reaches past the end",
      );
    }
  });

  test.each([
    ["a fixed64", [0x39]],
    ["a fixed32", [0x85, 0x01]],
    ["an unknown fixed64", [0x99, 0x06]],
    ["a varint", [0x30]],
    ["a varint cut in the middle", [0x30, 0x80]],
    ["a length", [0x2a]],
    ["a tag", [0x85]],
  ])("%s that would reach past its message, into the next one or past the end", (_name, content) => {
    const cut = field(2, Uint8Array.from(content));
    for (const spans of [cut, Buffer.concat([cut, field(2, textField(5, "the next span, long enough"))])]) {
      const fault = decodeFault(() => decodeBytes("traces", field(1, field(2, spans))));
      expect(fault.message).toContain("a message ends in the middle of a field");
    }
  });

  test("a varint without end, field number 0 and groups", () => {
    const cases: readonly (readonly [readonly number[], string])[] = [
      [Array.from({ length: 11 }, () => 0xff), "longer than ten bytes"],
      [[0x00, 0x00], "field number 0"],
      [[0x0b, 0x0c], "groups are not part of OTLP"],
      [[0x0e], "wire type 6"],
    ];
    for (const [bytes, problem] of cases) {
      expect(decodeFault(() => decodeBytes("traces", Uint8Array.from(bytes))).message).toContain(problem);
    }
  });

  test("invalid UTF-8 is replaced, in both encodings", () => {
    const name = field(5, Uint8Array.from([0x61, 0xff, 0x62]));
    expect((decodeBytes("traces", field(1, field(2, field(2, name)))).records[0] as SpanRecord).name).toBe("a\ufffdb");
    const [head, tail] = jsonOf("traces", { name: "@" }).split("@");
    const body = Buffer.concat([Buffer.from(head ?? ""), Buffer.from([0x61, 0xff, 0x62]), Buffer.from(tail ?? "")]);
    const { records } = decodeRequest({ signal: "traces", encoding: "json", compression: "identity", body });
    expect((records[0] as SpanRecord).name).toBe("a\ufffdb");
  });
});
