import type { StoredLog, StoredSpan } from "@jobscope/store";
import { describe, expect, it } from "vitest";

import { FIRING } from "../../test/alert-samples.ts";
import { FAILED, INVOICE, LOST, RUNS, slotOf, NOW } from "../../test/samples.ts";
import { isoTime } from "../model/iso-time.ts";
import { shapeAttributes, shapeValue } from "./json-value.ts";
import { cutText, isoTimeOrNull, seconds } from "./scalars.ts";
import { shapeAlert } from "./shape-alert.ts";
import { shapeSpan, shapeStep } from "./shape-records.ts";
import { shapeRunDetail } from "./shape-run-detail.ts";
import { shapeRun } from "./shape-run.ts";
import { shapeTrace } from "./shape-trace.ts";
import { shapeZonedTime } from "./zoned-time.ts";

describe("values of the wire as JSON", () => {
  it.each([
    ["text", "text"],
    [true, true],
    [null, null],
    [undefined, null],
    [0.5, 0.5],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
    [2n ** 63n, "9223372036854775808"],
    [new Uint8Array([0, 255, 16]), "AP8Q"],
    [
      ["a", [1n, null]],
      ["a", ["1", null]],
    ],
    ["\ud800", "\ufffd"],
  ])("number %# of the table", (value, expected) => {
    expect(shapeValue(value)).toEqual(expected);
    expect(() => JSON.stringify(shapeValue(value))).not.toThrow();
  });

  it("keeps keys such as __proto__ as they are", () => {
    const value = JSON.parse('{"__proto__": 1, "constructor": 2}');
    expect(JSON.stringify(shapeValue(value))).toBe('{"__proto__":1,"constructor":2}');
    expect(JSON.stringify(shapeAttributes(value))).toBe('{"__proto__":1,"constructor":2}');
  });

  it("cuts what is too long, too many or too deep, and says so", () => {
    expect(shapeValue("x".repeat(5000))).toBe(`${"x".repeat(4096)}… (5000 characters)`);
    expect(shapeValue(new Uint8Array(10_000))).toMatch(/^A{4096}… \(10000 bytes\)$/);
    expect(shapeValue(Array.from({ length: 101 }, () => 1))).toHaveLength(101);
    expect(JSON.stringify(shapeValue(Array.from({ length: 101 }, () => 1)))).toMatch(/1,"…"]$/);
    const wide = Object.fromEntries(Array.from({ length: 150 }, (_, number) => [`k${number}`, number]));
    expect(shapeAttributes(wide)).toMatchObject({ k0: 0, k99: 99, "…": 50 });
    let deep: StoredLog["body"] = "end";
    for (let depth = 0; depth < 1000; depth++) deep = [deep];
    expect(JSON.stringify(shapeValue(deep))).toBe(`${"[".repeat(8)}"…"${"]".repeat(8)}`);
  });
});

describe("texts, times and durations", () => {
  it("never cuts through a character", () => {
    expect(cutText("ab😀", 3)).toBe("ab");
    expect(cutText("ab😀", 4)).toBe("ab😀");
    expect(cutText("😀", 1)).toBe("");
  });

  it("says instants that no Date can hold as the nearest one", () => {
    expect(isoTime(Number.MAX_VALUE)).toBe("+275760-09-13T00:00:00.000Z");
    expect(isoTimeOrNull(Number.NaN)).toBeNull();
    expect(isoTimeOrNull(undefined)).toBeNull();
    expect(isoTimeOrNull(0)).toBe("1970-01-01T00:00:00.000Z");
  });

  it("says seconds without noise", () => {
    expect([300.00000000000006, 1, 0.0123, -40].map(seconds)).toEqual([0.3, 0.001, 0.000012, -0.04]);
  });

  it.each([
    ["2026-03-29T00:59:59Z", "Europe/Paris", "2026-03-29T01:59:59+01:00"],
    ["2026-03-29T01:00:00Z", "Europe/Paris", "2026-03-29T03:00:00+02:00"],
    ["2026-06-12T23:10:00Z", "Europe/Paris", "2026-06-13T01:10:00+02:00"],
    ["2026-06-12T23:10:00Z", "America/Los_Angeles", "2026-06-12T16:10:00-07:00"],
    ["2026-11-25T00:00:00Z", "Asia/Kolkata", "2026-11-25T05:30:00+05:30"],
    ["2026-11-25T00:00:00Z", "UTC", "2026-11-25T00:00:00+00:00"],
    ["2026-11-25T00:00:00Z", "Mars/Olympus", null],
    ["2026-11-25T00:00:00Z", undefined, null],
  ])("%s in %s", (time, timezone, expected) => {
    expect(shapeZonedTime(Date.parse(time), timezone)).toEqual({
      time: time.replace("Z", ".000Z"),
      timezone: timezone ?? null,
      local_time: expected,
    });
  });
});

describe("a run", () => {
  const log: StoredLog = {
    timeMs: NOW,
    severityNumber: 17,
    severityText: "ERROR",
    eventName: "job.run.exception",
    body: { text: "boom", code: 5n },
    attributes: { "job.run.id": "r", bytes: new Uint8Array([1]) },
    traceId: "t",
    spanId: "",
  };
  const span: StoredSpan = {
    traceId: "t",
    spanId: "s",
    parentSpanId: "",
    name: "run invoice",
    kind: 1,
    startMs: NOW,
    endMs: NOW + 12.5,
    statusCode: 2,
    statusMessage: "boom",
    attributes: {},
  };

  it("comes with its job's zone, slot, logs and spans", () => {
    const slot = slotOf(INVOICE, NOW, "met");
    const detail = {
      run: FAILED,
      job: INVOICE,
      slot,
      attempts: [LOST],
      logs: [log, { ...log, eventName: "" }, { ...log, eventName: "audit.login" }],
      spans: [
        span,
        { ...span, kind: 99, statusCode: 9 },
        { ...span, name: "charge", spanId: "1", attributes: { "job.step.name": "charge", "error.type": "E" } },
      ],
    };
    const shaped = shapeRunDetail({ ...detail, logsTruncated: true, spansTruncated: false });
    expect(shaped).toMatchObject({
      timezone: "America/Sao_Paulo",
      slot: { id: slot.key, state: "met" },
      attempts: [{ id: LOST.key }],
      logs_truncated: true,
      logs: [{ event_name: null }, { event_name: "audit.login" }],
      steps: [
        {
          name: "charge",
          span_id: "1",
          duration_seconds: 0.0125,
          status: "error",
          error_type: "E",
          error_message: "boom",
        },
      ],
      events: [
        {
          time: "2026-11-25T12:00:00.000Z",
          event_name: "job.run.exception",
          body: { text: "boom", code: "5" },
          attributes: { "job.run.id": "r", bytes: "AQ==" },
          span_id: null,
        },
      ],
      spans: [
        { kind: "internal", status: "error", status_message: "boom", duration_seconds: 0.0125, parent_span_id: null },
        { kind: "unspecified", status: "unset" },
        { name: "charge" },
      ],
    });
    expect(shaped.steps).toHaveLength(1);
    expect([shaped.events.length, shaped.logs.length]).toEqual([1, 2]);
  });

  it("without anything known has null everywhere, never a missing key", () => {
    const full = shapeRun(FAILED);
    for (const run of RUNS) expect(Object.keys(shapeRun(run))).toEqual(Object.keys(full));
    expect(Object.values(shapeRun(FAILED))).not.toContain(undefined);
  });
});

describe("what clocks get wrong", () => {
  const SPAN: StoredSpan = {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    parentSpanId: "",
    name: "charge",
    kind: 1,
    startMs: NOW,
    endMs: NOW - 1_000,
    statusCode: 0,
    statusMessage: "",
    attributes: {},
  };

  it("gives a span that ends before it starts no length, and its times as they are", () => {
    const expected = { start_time: isoTime(NOW), end_time: isoTime(NOW - 1_000), duration_seconds: 0 };
    expect(shapeSpan(SPAN)).toMatchObject(expected);
    expect(shapeStep(SPAN, undefined)).toMatchObject(expected);
    const trace = shapeTrace(SPAN.traceId, { spans: [SPAN], truncated: false, runs: [] });
    expect(trace).toMatchObject({ ...expected, spans: [expected] });
  });

  it("lets no alert fire before it was pending, although the sender's clock is ahead", () => {
    const ahead = { ...FIRING, activeAtMs: NOW + 60_000, firedAtMs: NOW };
    expect(shapeAlert(ahead)).toMatchObject({ pending_time: isoTime(NOW), fired_time: isoTime(NOW) });
    const { firedAtMs: _, ...pending } = ahead;
    expect(shapeAlert(pending)).toMatchObject({ pending_time: isoTime(NOW + 60_000), fired_time: null });
  });

  it("gives a run that was skipped neither duration nor delay", () => {
    const [run = FAILED] = RUNS;
    const skip = shapeRun({ ...run, state: "skip", durationMs: 0, delayMs: 0 });
    expect(skip).toMatchObject({ duration_seconds: null, delay_seconds: null });
  });
});
