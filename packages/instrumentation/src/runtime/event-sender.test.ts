import { SCOPE_INSTRUMENTATION } from "@jobscope/semconv";
import type { OtlpSink } from "@jobscope/testkit";
import { startOtlpSink } from "@jobscope/testkit";
import { logs } from "@opentelemetry/api";
import { ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";
import type { ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { LoggerProvider } from "@opentelemetry/sdk-logs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { drops } from "../record/drops.ts";
import { EventSender } from "./event-sender.ts";
import { OtlpPost } from "./otlp-post.ts";
import { OutageBuffer } from "./outage-buffer.ts";
import { batchLogProcessor, eventProcessor } from "./processors.ts";
import { readSettings } from "./settings.ts";

const records: ReadableLogRecord[] = [];
const provider = new LoggerProvider({
  processors: [{ onEmit: (record) => void records.push(record), forceFlush: async () => {}, shutdown: async () => {} }],
});
const logger = provider.getLogger(SCOPE_INSTRUMENTATION);

function event(eventName: string, attributes: Record<string, string | number> = {}): ReadableLogRecord {
  logger.emit({ eventName, attributes });
  const record = records.pop();
  if (record === undefined) throw new Error("not emitted");
  return record;
}

const said: string[] = [];

const dropped = (key: string): number => drops.counts.get(key)?.count ?? 0;

function sender(url: string, maxBytes?: number): EventSender {
  const settings = readSettings({ endpoint: url }, {}).logs;
  return new EventSender({
    buffer: new OutageBuffer(maxBytes),
    notice: { failed: (reason) => void said.push(reason), reached: () => void said.push("reached") },
    post: new OtlpPost({ ...settings, timeoutMs: 1000 }),
    serializer: ProtobufLogsSerializer,
  });
}

const numbers = (sink: OtlpSink): number[] => sink.logs.map((record) => Number(record.attributes["n"]));

describe("job events", () => {
  let sink: OtlpSink;
  beforeEach(async () => {
    sink = await startOtlpSink();
  });
  afterEach(() => sink.close());

  test("survive an outage, in order, each once; the newest heartbeat goes behind them", async () => {
    const { port } = sink;
    const sending = sender(sink.url);
    sending.add(event("job.run.start", { n: 0 }));
    await sink.until(() => sink.logs.length === 1);
    await sink.close();
    for (let n = 1; n <= 3000; n++) sending.add(event(n % 2 === 1 ? "job.run.end" : "job.run.start", { n }));
    for (let n = 1; n <= 5; n++) sending.add(event("job.process.heartbeat", { n: 10_000 + n }));
    await new Promise((resolve) => setTimeout(resolve, 700));
    sink = await startOtlpSink(port);
    await sink.until(() => sink.logs.length >= 3001);
    expect(numbers(sink)).toEqual([...Array.from({ length: 3000 }, (_, n) => n + 1), 10_005]);
    expect(sink.requests.every((request) => request.bytes < 1_000_000)).toBe(true);
    sending.close();
  });

  test("one request is in flight at a time, and only what can pass is sent again", async () => {
    const before = dropped("events http_400");
    const statuses = [503, 429, 400, 200];
    sink.answer = () => ({ status: statuses[sink.requests.length] ?? 200, headers: { "retry-after": "0" } });
    const sending = sender(sink.url);
    sending.add(event("job.run.end", { n: 1 }));
    await sink.until(() => sink.requests.length === 3);
    sending.add(event("job.run.end", { n: 2 }));
    await sink.until(() => sink.logs.length === 1);
    expect(sink.requests.map((request) => request.answered)).toEqual([503, 429, 400, 200]);
    await vi.waitFor(() => expect(said.slice(-4)).toEqual(["HTTP 503", "HTTP 429", "reached", "reached"]));
    expect(numbers(sink)).toEqual([2]);
    expect(dropped("events http_400") - before).toBe(1);
    sending.close();
  });

  test("a body that is too large is split; a record that alone is too large is counted", async () => {
    const before = dropped("events too_large");
    sink.answer = ({ bytes }) => (bytes > 4000 ? { status: 413 } : undefined);
    const sending = sender(sink.url);
    for (let n = 0; n < 50; n++) sending.add(event("job.run.end", { n, pad: "x".repeat(n === 25 ? 5000 : 500) }));
    await sink.until(() => sink.logs.length === 49);
    await sending.flush(2000);
    expect(numbers(sink)).toEqual(Array.from({ length: 50 }, (_, n) => n).filter((n) => n !== 25));
    expect(dropped("events too_large") - before).toBe(1);
    sending.close();
  });

  test("partial success: what was rejected is counted and not sent again, a mere hint is not", async () => {
    // ExportLogsServiceResponse { partial_success { rejected_log_records, error_message } }
    const reply = (rejected: number, message: string): Uint8Array => {
      const inner = [
        ...(rejected > 0 ? [0x08, rejected] : []),
        ...(message ? [0x12, message.length, ...Buffer.from(message)] : []),
      ];
      return Uint8Array.from([0x0a, inner.length, ...inner]);
    };
    const before = dropped("events rejected");
    const replies = [reply(3, "no"), reply(0, "hint"), reply(0, "")];
    sink.answer = () => ({ status: 200, body: replies[sink.requests.length] ?? new Uint8Array() });
    const sending = sender(sink.url);
    const deltas: number[] = [];
    for (let round = 0; round < 3; round++) {
      sending.add(event("job.run.end", { n: round }));
      await sending.flush(3000);
      deltas.push(dropped("events rejected") - before);
    }
    expect(deltas).toEqual([3, 3, 3]);
    expect(sink.requests).toHaveLength(3);
    sending.close();
  });

  test("an unreachable receiver makes a flush return in its time, with everything kept", async () => {
    await sink.close();
    const sending = sender(sink.url);
    sending.add(event("job.run.end", { n: 1 }));
    expect(await sending.flush(300)).toBe(false);
    expect(sending.unsent()).toHaveLength(1);
    sending.close();
    sink = await startOtlpSink();
  });
});

test("a full buffer gives up progress first, then exceptions; starts and ends last", () => {
  const buffer = new OutageBuffer(20_000);
  const before = dropped("events buffer_full");
  for (let n = 0; n < 20; n++) {
    for (const name of ["job.run.start", "job.run.progress", "job.run.exception", "job.run.end"]) {
      buffer.add(event(name, { n, pad: "x".repeat(200) }));
    }
  }
  const kept = buffer.all().map((record) => record.eventName);
  expect(kept.filter((name) => name === "job.run.progress")).toHaveLength(0);
  expect(kept.filter((name) => name === "job.run.start")).toHaveLength(20);
  expect(kept.filter((name) => name === "job.run.end")).toHaveLength(20);
  expect(buffer.bytes).toBeLessThanOrEqual(20_000);
  expect(dropped("events buffer_full") - before).toBe(80 - kept.length);
  expect(buffer.take().length).toBe(kept.length);
  expect([buffer.size, buffer.bytes]).toEqual([0, 0]);
});

test("job and audit events take the buffer, other records the batch; nothing takes both", () => {
  const events: string[] = [];
  const lines: string[] = [];
  const sending = { add: (record: ReadableLogRecord) => void events.push(record.eventName ?? "") };
  const queue = { add: (record: ReadableLogRecord) => void lines.push(record.eventName ?? "line") };
  const both = new LoggerProvider({
    processors: [
      Reflect.apply(eventProcessor, undefined, [sending, 1]),
      Reflect.apply(batchLogProcessor, undefined, [queue]),
    ],
  });
  both.getLogger(SCOPE_INSTRUMENTATION).emit({ eventName: "job.run.end" });
  both.getLogger("application").emit({ eventName: "audit.login" });
  both.getLogger("application").emit({ eventName: "job.run.end" });
  both.getLogger("application").emit({ body: "hello" });
  expect({ events, lines }).toEqual({ events: ["job.run.end", "audit.login"], lines: ["job.run.end", "line"] });
  logs.disable();
});
