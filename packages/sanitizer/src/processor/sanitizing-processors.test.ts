import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import {
  BatchLogRecordProcessor,
  InMemoryLogRecordExporter,
  LoggerProvider,
  SimpleLogRecordProcessor,
} from "@opentelemetry/sdk-logs";
import type { Span, SpanProcessor } from "@opentelemetry/sdk-trace";
import {
  BatchSpanProcessor,
  InMemorySpanExporter,
  NoopSpanProcessor,
  SimpleSpanProcessor,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import { describe, expect, test } from "vitest";

import { canarySanitizer } from "../../test/canary-sanitizer.ts";
import { assertSanitizedFirst } from "./assert-sanitized-first.ts";
import { sanitizeLogExporter, sanitizeSpanExporter } from "./sanitizing-exporters.ts";
import { SanitizingLogRecordProcessor } from "./sanitizing-log-record-processor.ts";
import { SanitizingSpanProcessor } from "./sanitizing-span-processor.ts";

const sanitizer = canarySanitizer();
const nothing = { forceFlush: () => Promise.resolve(), shutdown: () => Promise.resolve() };

describe("log records", () => {
  const emitted = (input: Parameters<ReturnType<LoggerProvider["getLogger"]>["emit"]>[0], wrapped = true) => {
    const exporter = new InMemoryLogRecordExporter();
    const simple = new SimpleLogRecordProcessor({ exporter });
    const drops: string[] = [];
    const onDropped = (reason: string): void => void drops.push(reason);
    const processors = wrapped
      ? [new SanitizingLogRecordProcessor({ sanitizer, processors: [simple], onDropped })]
      : [new SanitizingLogRecordProcessor({ sanitizer, onDropped }), simple];
    new LoggerProvider({ processors }).getLogger("l").emit(input);
    return { records: exporter.getFinishedLogRecords(), drops };
  };

  test("the program's own objects stay as they are, frozen ones too, and shared ones are right twice", () => {
    const shared = Object.freeze({ user: "canaryAnna", list: Object.freeze(["canaryBert"]) });
    const body = { shared, twice: shared };
    const before = structuredClone(body);
    const { records } = emitted({ body, attributes: { shared, twice: shared } });
    expect(body).toEqual(before);
    const clean = { user: "[REDACTED:custom]", list: ["[REDACTED:custom]"] };
    expect(records[0]?.body).toEqual({ shared: clean, twice: clean });
    expect(records[0]?.attributes).toEqual({ shared: clean, twice: clean });
  });

  test("an attribute that a rule removes is gone", () => {
    expect(emitted({ body: "a", attributes: { removeme: "x", kept: 1 } }).records[0]?.attributes).toEqual({ kept: 1 });
  });

  test.each([
    ["droprecord in the body", {}],
    ["a", { x: "droprecord" }],
  ])("a record that a rule drops reaches nobody behind: %s %j", (body, attributes) => {
    expect(emitted({ body, attributes })).toEqual({ records: [], drops: ["rule"] });
  });

  test("in a list, which cannot be stopped, it is emptied", () => {
    const { records } = emitted({ body: "droprecord", attributes: { a: "b" } }, false);
    expect([records[0]?.body, records[0]?.attributes]).toEqual(["[REDACTED]", {}]);
  });

  test.each([[true], [false]])(
    "what cannot be sanitized does not leave, and nothing is thrown (wrapped: %s)",
    (wrapped) => {
      const { records, drops } = emitted({ body: "explode secret", attributes: { a: "secret" } }, wrapped);
      expect(drops).toEqual(["error"]);
      expect(JSON.stringify(records.map(({ body, attributes }) => ({ body, attributes })))).not.toContain("secret");
    },
  );

  test("records are made only where a processor behind wants them", () => {
    const picky = { ...nothing, onEmit: () => {}, enabled: () => false };
    const logger = new LoggerProvider({
      processors: [new SanitizingLogRecordProcessor({ sanitizer, processors: [picky] })],
    }).getLogger("l");
    expect(logger.enabled({ severityNumber: 9 })).toBe(false);
  });

  test("ids, times and numbers of the contract are not searched", () => {
    const attributes = { "job.run.id": "canary-like-id", "log.record.uid": "canaryUid", "job.name": "canaryName" };
    expect(emitted({ attributes }).records[0]?.attributes).toEqual({
      ...attributes,
      "job.name": "[REDACTED:custom]",
    });
  });

  test("one scope and one resource stay one, so that the wire groups by them", () => {
    const seen: ReadableLogRecord[] = [];
    const logger = new LoggerProvider({
      processors: [
        new SanitizingLogRecordProcessor({
          sanitizer,
          processors: [{ ...nothing, onEmit: (record) => void seen.push(record) }],
        }),
      ],
    }).getLogger("l");
    logger.emit({ body: "a" });
    logger.emit({ body: "b" });
    expect(new Set(seen.map(({ instrumentationScope }) => instrumentationScope)).size).toBe(1);
    expect(new Set(seen.map(({ resource }) => resource)).size).toBe(1);
  });

  test("stack traces keep the application's frames alone, where that is asked for", () => {
    const exporter = new InMemoryLogRecordExporter();
    const processors = [
      new SanitizingLogRecordProcessor({
        sanitizer,
        errorDetail: "reduced",
        processors: [new SimpleLogRecordProcessor({ exporter })],
      }),
    ];
    const stack = [
      "Error: no such canaryFile",
      "    at read (/srv/app/src/read.ts:3:9)",
      "    at next (/srv/app/node_modules/express/lib/router.js:10:3)",
      "    at process.processTicksAndRejections (node:internal/process/task_queues:104:5)",
      String.raw`    at run (C:\app\src\run.js:5:1)`,
    ].join("\n");
    new LoggerProvider({ processors }).getLogger("l").emit({ attributes: { "exception.stacktrace": stack } });
    expect(exporter.getFinishedLogRecords()[0]?.attributes["exception.stacktrace"]).toBe(
      "Error: no such [REDACTED:custom]\n    at read (/srv/app/src/read.ts:3:9)\n    at run (C:\\app\\src\\run.js:5:1)",
    );
  });
});

describe("spans", () => {
  test("a processor behind sees a clean span while it ends, and what it adds then is cleaned too", () => {
    const seen: unknown[] = [];
    const exporter = new InMemorySpanExporter();
    const adding: SpanProcessor = {
      ...nothing,
      onStart: () => {},
      onEnding: (span: Span) => {
        seen.push(span.name, { ...span.attributes });
        span.setAttribute("added", "canaryLate");
      },
      onEnd: () => {},
    };
    const processors = [adding, new SimpleSpanProcessor({ exporter })];
    const provider = new TracerProvider({ spanProcessors: [new SanitizingSpanProcessor({ sanitizer, processors })] });
    provider
      .getTracer("t")
      .startSpan("of canaryAnna", { attributes: { a: "canaryBert" } })
      .end();
    expect(seen).toEqual(["of [REDACTED:custom]", { a: "[REDACTED:custom]" }]);
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ a: "[REDACTED:custom]", added: "[REDACTED:custom]" });
  });

  test("in a list, those behind get name, attributes, events, links and status clean", () => {
    const exporter = new InMemorySpanExporter();
    const spanProcessors = [new SanitizingSpanProcessor({ sanitizer }), new SimpleSpanProcessor({ exporter })];
    const span = new TracerProvider({ spanProcessors }).getTracer("t").startSpan("canaryA", {
      attributes: { removeme: 1, a: "canaryB" },
    });
    span.addEvent("canaryC", { a: "canaryD" });
    span.addLink({ context: span.spanContext(), attributes: { a: "canaryE" } });
    span.setStatus({ code: 2, message: "canaryF" });
    span.end();
    const [{ name, attributes, events, links, status }] = exporter.getFinishedSpans() as [never] & Span[];
    expect(JSON.stringify({ name, attributes, events, links, status })).not.toContain("canary");
    expect(attributes).toEqual({ a: "[REDACTED:custom]" });
  });

  test.each([
    ["droprecord", "rule"],
    ["explode", "error"],
  ])("one with %s reaches nobody behind", (word, reason) => {
    const exporter = new InMemorySpanExporter();
    const drops: string[] = [];
    const spanProcessors = [
      new SanitizingSpanProcessor({
        sanitizer,
        processors: [new SimpleSpanProcessor({ exporter })],
        onDropped: (why) => void drops.push(why),
      }),
    ];
    new TracerProvider({ spanProcessors })
      .getTracer("t")
      .startSpan("s", { attributes: { a: word } })
      .end();
    expect([exporter.getFinishedSpans(), drops]).toEqual([[], [reason]]);
  });

  test("the program's own span is untouched where nobody looks at it while it ends", () => {
    const exporter = new InMemorySpanExporter();
    const spanProcessors = [
      new SanitizingSpanProcessor({ sanitizer, processors: [new SimpleSpanProcessor({ exporter })] }),
    ];
    const attributes = { nested: { user: "canaryAnna" } };
    new TracerProvider({ spanProcessors }).getTracer("t").startSpan("s", { attributes }).end();
    expect(attributes).toEqual({ nested: { user: "canaryAnna" } });
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ nested: { user: "[REDACTED:custom]" } });
  });
});

test("a value is cut behind the sanitizer: a secret is never half seen, at any length", () => {
  const exporter = new InMemoryLogRecordExporter();
  const secret = "canaryOfSomeLength";
  const value = `before ${secret} after`;
  for (let limit = 1; limit <= value.length + 20; limit++) {
    const processors = [
      new SanitizingLogRecordProcessor({
        sanitizer,
        attributeValueLengthLimit: limit,
        processors: [new SimpleLogRecordProcessor({ exporter })],
      }),
    ];
    new LoggerProvider({ processors }).getLogger("l").emit({ attributes: { value, list: [value, 1], kept: 1 } });
    const { attributes } = exporter.getFinishedLogRecords().at(-1)!;
    const expected = "before [REDACTED:custom] after".slice(0, limit);
    expect(attributes).toEqual({ value: expected, list: [expected, 1], kept: 1 });
  }
});

test("what cannot be sanitized is not exported", () => {
  const memory = new InMemorySpanExporter();
  const exporter = sanitizeSpanExporter(memory, { sanitizer });
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  provider.getTracer("t").startSpan("explode").end();
  provider
    .getTracer("t")
    .startSpan("droprecord", { attributes: { a: "droprecord" } })
    .end();
  expect(memory.getFinishedSpans()).toEqual([]);
});

describe("order", () => {
  const spanBatch = () => new BatchSpanProcessor({ exporter: new InMemorySpanExporter() });
  const logBatch = () => new BatchLogRecordProcessor({ exporter: new InMemoryLogRecordExporter() });

  test("a processor that sends before the sanitizer is refused, with the fix", () => {
    expect(() => assertSanitizedFirst([spanBatch(), new SanitizingSpanProcessor({ sanitizer })])).toThrow(
      "processors[0] (BatchSpanProcessor) would send records that are not sanitized, because it stands before the " +
        "SanitizingSpanProcessor at 1. Begin the list with the sanitizer: " +
        "[new SanitizingSpanProcessor({ sanitizer, processors: [the BatchSpanProcessor] })]",
    );
    expect(() => assertSanitizedFirst([logBatch()])).toThrow(
      "processors[0] (BatchLogRecordProcessor) would send records that are not sanitized, and no " +
        "SanitizingLogRecordProcessor stands in the list.",
    );
    const mine = { ...nothing, onEmit: () => {}, exporter: new InMemoryLogRecordExporter() };
    expect(() => assertSanitizedFirst([mine, new SanitizingLogRecordProcessor({ sanitizer })])).toThrow(
      /processors\[0]/,
    );
  });

  test("right lists, processors that send nothing, and sanitizing exporters pass", () => {
    assertSanitizedFirst([new SanitizingSpanProcessor({ sanitizer }), spanBatch()]);
    assertSanitizedFirst([
      new NoopSpanProcessor(),
      new SanitizingSpanProcessor({ sanitizer, processors: [spanBatch()] }),
    ]);
    const exporter = sanitizeLogExporter(new InMemoryLogRecordExporter(), { sanitizer });
    assertSanitizedFirst([new BatchLogRecordProcessor({ exporter }), new SanitizingLogRecordProcessor({ sanitizer })]);
    assertSanitizedFirst([]);
  });
});
