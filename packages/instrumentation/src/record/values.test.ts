import { decodeRequest } from "@jobscope/otlp";
import { JsonLogsSerializer, ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Telemetry } from "../../test/telemetry.ts";
import { collectTelemetry } from "../../test/telemetry.ts";
import { runJob } from "../lifecycle/wrap-job.ts";
import { MAX_TEXT, text } from "./text.ts";
import { convertAttributes, convertValue } from "./values.ts";

const cycle: Record<string, unknown> = { name: "cycle" };
cycle["self"] = cycle;

const TABLE: readonly [unknown, unknown][] = [
  ["text", "text"],
  ["\ud800 lone", "\ufffd lone"],
  [1.5, 1.5],
  [2 ** 63, "9223372036854775808"],
  [-(2 ** 63), "-9223372036854775808"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [10n ** 30n, "1000000000000000000000000000000"],
  [true, true],
  [null, null],
  [Symbol("s"), "Symbol(s)"],
  [function named() {}, "[function named]"],
  [new Date(0), "1970-01-01T00:00:00.000Z"],
  [new Date(Number.NaN), "Invalid Date"],
  [Object.assign([1], { 2: 3 }), [1, null, 3]],
  [
    [undefined, "x", 1],
    [null, "x", 1],
  ],
  [
    new Map<unknown, unknown>([
      ["k", 1],
      [2, "n"],
    ]),
    { k: 1, "2": "n" },
  ],
  [new Set([1, "two"]), [1, "two"]],
  [
    { "": 1, a: { b: [{}] }, u: undefined },
    { "(empty)": 1, a: { b: [{}] } },
  ],
  [JSON.parse('{"__proto__": 1}'), { "(__proto__)": 1 }],
  [cycle, { name: "cycle", self: "[circular]" }],
  [
    new Proxy(
      { a: 1 },
      {
        get() {
          throw new Error("hostile");
        },
      },
    ),
    { a: "[unreadable]" },
  ],
  [
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error("hostile");
        },
      },
    ),
    "[unreadable]",
  ],
  [new URL("https://example.com/a"), "https://example.com/a"],
  [/x/gi, "/x/gi"],
  [new Uint8Array(3), "[3 bytes]"],
  [Object.assign(Object.create(null), { bare: 1 }), { bare: 1 }],
];

describe("values as OpenTelemetry can carry them", () => {
  test("the table", () => {
    for (const [index, [given, expected]] of TABLE.entries())
      expect(convertValue(given), `row ${index}`).toEqual(expected);
  });

  test("an error with cause, errors and code", () => {
    const error = Object.assign(new Error("boom", { cause: new AggregateError([new Error("in")], "many") }), {
      code: "E1",
    });
    expect(convertValue(error)).toEqual({
      type: "Error",
      message: "boom",
      code: "E1",
      stack: expect.stringContaining("Error: boom\n"),
      cause: {
        type: "AggregateError",
        message: "many",
        stack: expect.stringContaining("AggregateError"),
        errors: [{ type: "Error", message: "in", stack: expect.any(String) }],
      },
    });
  });

  test("depth, width and size are bounded", () => {
    let deep: unknown = "end";
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(JSON.stringify(convertValue(deep))).toContain("[too deep]");
    expect(convertValue(Array.from({ length: 1000 }, (_, i) => i))).toHaveLength(101);
    const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "x".repeat(10_000)));
    expect(JSON.stringify(convertValue(wide)).length).toBeLessThan(10_000_000);
  });

  test("a cut is marked and falls between code points", () => {
    const cut = text("x".repeat(MAX_TEXT - 2) + "😀😀");
    expect(cut.isWellFormed()).toBe(true);
    expect(cut.endsWith("…")).toBe(true);
    expect(cut.length).toBeLessThanOrEqual(MAX_TEXT);
    for (let max = 4; max < 12; max++) expect(text("a😀😀😀😀😀😀", max).isWellFormed()).toBe(true);
  });
});

describe("on the wire", () => {
  let telemetry: Telemetry;
  beforeEach(() => {
    telemetry = collectTelemetry();
  });
  afterEach(() => telemetry.dispose());

  test("a record with all of it is accepted by both encodings, whole", async () => {
    const attributes = Object.fromEntries(TABLE.map(([value], index) => [`v${index}`, value]));
    await runJob({ name: "lone \udc00 surrogate" }, async (job) => job.logger.error("x", attributes));
    const records = telemetry.logs().filter((record) => record.body === "x");
    expect(records).toHaveLength(1);
    for (const [encoding, serializer] of [
      ["protobuf", ProtobufLogsSerializer],
      ["json", JsonLogsSerializer],
    ] as const) {
      const body = serializer.serializeRequest(records);
      if (body === undefined) throw new Error("not serialised");
      const decoded = decodeRequest({ signal: "logs", encoding, compression: "identity", body });
      expect(decoded.rejected).toBe(0);
      const [record] = decoded.records;
      const stored: unknown = record && "attributes" in record ? record.attributes["job.name"] : undefined;
      expect(stored).toBe("lone \ufffd surrogate");
      const sent = convertAttributes(attributes);
      for (const key of Object.keys(sent)) {
        expect(record && "attributes" in record ? record.attributes[key] : undefined, key).toEqual(
          encoding === "json" ? JSON.parse(JSON.stringify(sent[key])) : sent[key],
        );
      }
    }
  });
});
