import { startOtlpSink } from "@jobscope/testkit";
import { SpanKind } from "@opentelemetry/api";
import { SimpleLogRecordProcessor, LoggerProvider } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { expect, test } from "vitest";

import { drops } from "../record/drops.ts";
import { logExporter, metricExporter, spanExporter } from "./exporters.ts";
import { describeSdkTwo } from "./foreign-sdk.ts";
import { readSettings } from "./settings.ts";

/** `partial_success` of any signal: rejected items, then a message. */
const reply = (rejected: number, message: string): Uint8Array => {
  const inner = [...(rejected > 0 ? [8, rejected] : []), 18, message.length, ...Buffer.from(message)];
  return Uint8Array.from([10, inner.length, ...inner]);
};

test("rejected items of every signal are counted once, a hint without any is not", async () => {
  const sink = await startOtlpSink();
  const settings = readSettings({ endpoint: sink.url }, {});
  const [spans, points, records] = [spanExporter, metricExporter, logExporter];
  const spanTo = spans(settings.traces);
  const metricTo = points(settings.metrics, undefined);
  const logTo = records(settings.logs);
  if (spanTo === undefined || metricTo === undefined || logTo === undefined) throw new Error("no exporter");
  const tracer = new TracerProvider({
    spanProcessors: [
      new SimpleSpanProcessor({
        exporter: { ...spanTo, export: spanTo.export.bind(spanTo), shutdown: async () => {} },
      }),
    ],
  });
  const meter = new MeterProvider({
    readers: [new PeriodicExportingMetricReader({ exporter: metricTo, exportIntervalMillis: 3_600_000 })],
  });
  const logger = new LoggerProvider({
    processors: [
      new SimpleLogRecordProcessor({
        exporter: { export: logTo.export.bind(logTo), forceFlush: async () => {}, shutdown: async () => {} },
      }),
    ],
  });
  const deltas: number[] = [];
  const total = (): number =>
    ["traces", "metrics", "logs"].reduce(
      (sum, signal) => sum + (drops.counts.get(`${signal} rejected`)?.count ?? 0),
      0,
    );
  const before = total();
  for (const body of [reply(3, "no"), reply(0, "hint")]) {
    sink.answer = () => ({ status: 200, body });
    const seen = sink.requests.length;
    tracer.getTracer("t").startSpan("s", { kind: SpanKind.INTERNAL }).end();
    meter.getMeter("m").createCounter("c").add(1);
    logger.getLogger("l").emit({ body: "line" });
    await meter.forceFlush();
    await sink.until(() => sink.requests.length === seen + 3);
    await expect.poll(() => total() - before).toBe(9);
    deltas.push(total() - before);
  }
  expect(deltas).toEqual([9, 9]);
  await sink.close();
});

test("an SDK 2.x in the process is told from its traces, with what to do", () => {
  expect(describeSdkTwo()).toBeUndefined();
  const key = Symbol.for("io.opentelemetry.js.api.logs");
  Reflect.set(globalThis, key, {});
  try {
    expect(describeSdkTwo()).toMatch(/SDK 2\.x.*Upgrade/);
  } finally {
    Reflect.deleteProperty(globalThis, key);
  }
});
