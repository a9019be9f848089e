/** The real collector with its shipped configuration between a sender and a receiver. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { freePort, type OtlpSink, startOtlpSink, waitFor } from "@jobscope/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  collectorAvailable,
  type CollectorProcess,
  startCollector,
  validateCollector,
} from "./support/collector-process.ts";
import { sendEvents, sendSpan } from "./support/otlp-sender.ts";

const available = await collectorAvailable();

const numbers = (receiver: OtlpSink): unknown[] => receiver.logs.map((record) => record.attributes["n"]);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe.skipIf(!available)("the configuration", () => {
  test.each([
    ["alone", {}],
    [
      "with an OTLP/HTTP and an OTLP/gRPC backend",
      {
        JOBSCOPE_EXPORTERS: "[otlp_http/monitor, otlp_http/backend, otlp_grpc/backend]",
        OTLP_BACKEND_ENDPOINT: "https://otlp.example.org",
        OTLP_BACKEND_HEADERS: '{authorization: "Bearer secret"}',
        OTLP_GRPC_BACKEND_ENDPOINT: "otlp.example.org:4317",
      },
    ],
  ])("is valid and uses no deprecated name: %s", (_, env) => {
    const { status, output } = validateCollector(env);
    expect(output).not.toMatch(/deprecat|warn/i);
    expect(status, output).toBe(0);
  });

  test("an exporter that does not exist is refused", () => {
    const { status, output } = validateCollector({ JOBSCOPE_EXPORTERS: "[otlp_http/nowhere]" });
    expect(output).toContain("otlp_http/nowhere");
    expect(status).not.toBe(0);
  });
});

describe.skipIf(!available)("delivery", () => {
  let queueDir: string;
  let started: { stop(): Promise<void> }[] = [];

  beforeEach(() => {
    queueDir = mkdtempSync(join(tmpdir(), "jobscope-collector-"));
  });
  afterEach(async () => {
    await Promise.all(started.map((thing) => thing.stop()));
    started = [];
    rmSync(queueDir, { recursive: true, force: true });
  });

  async function collector(monitorEndpoint: string, env: Record<string, string> = {}): Promise<CollectorProcess> {
    const process = await startCollector({ monitorEndpoint, queueDir, env });
    started.push(process);
    return process;
  }

  async function sink(port?: number): Promise<OtlpSink> {
    const receiver = await startOtlpSink(port);
    started.push({ stop: () => receiver.close().catch(() => undefined) });
    return receiver;
  }

  test("events arrive in the order in which they were sent, spans too", async () => {
    const monitor = await sink();
    const { endpoint, log } = await collector(monitor.url);
    for (const n of upTo(200)) await sendEvents(endpoint, [n]);
    await sendSpan(endpoint);
    await waitFor("200 events", () => monitor.logs.length >= 200);
    await waitFor("the span", () => monitor.spans.length === 1);
    expect(numbers(monitor)).toEqual(upTo(200));
    expect(log()).not.toMatch(/deprecat/i);
  });

  test("an event names its job, its event name and its resource as it was sent", async () => {
    const monitor = await sink();
    const { endpoint } = await collector(monitor.url);
    await sendEvents(endpoint, [7]);
    await waitFor("the event", () => monitor.logs.length === 1);
    expect(monitor.logs[0]).toMatchObject({
      eventName: "job.run.start",
      attributes: { n: 7 },
      resource: { attributes: { "service.name": "sender" } },
    });
  });

  test("the monitor is down and comes back: nothing is missing, nothing is out of order", async () => {
    const port = await freePort();
    const { endpoint } = await collector(`http://127.0.0.1:${port}`);
    for (const n of upTo(100)) await sendEvents(endpoint, [n]);
    const monitor = await sink(port);
    await waitFor("the backlog", () => monitor.logs.length >= 100);
    await sendEvents(endpoint, [100]);
    await waitFor("what came after it", () => monitor.logs.length >= 101);
    expect(numbers(monitor)).toEqual(upTo(101));
  });

  test("a backlog of heavy records comes in requests that the monitor takes: it refuses more than 64 MiB for good", async () => {
    const port = await freePort();
    const { endpoint } = await collector(`http://127.0.0.1:${port}`);
    for (const n of upTo(10)) await sendEvents(endpoint, Array<number>(40).fill(n), "x".repeat(100_000));
    const monitor = await sink(port);
    await waitFor("the backlog", () => monitor.logs.length >= 400);
    expect(Math.max(...monitor.requests.map(({ bytes }) => bytes))).toBeLessThan(33_554_432);
  });

  test("503 with Retry-After is waited out, not dropped", async () => {
    let refusals = 3;
    const monitor = await sink();
    monitor.answer = () => (refusals-- > 0 ? { status: 503, headers: { "retry-after": "1" } } : undefined);
    const { endpoint } = await collector(monitor.url);
    await sendEvents(endpoint, upTo(10));
    await waitFor("the events", () => monitor.logs.length >= 10);
    expect(refusals).toBeLessThan(0);
    expect(numbers(monitor)).toEqual(upTo(10));
  });

  test("kill -9 of the collector with a backlog loses nothing that it acknowledged", async () => {
    const port = await freePort();
    const first = await collector(`http://127.0.0.1:${port}`);
    for (const n of upTo(50)) await sendEvents(first.endpoint, [n]);
    await first.stop("SIGKILL");
    expect(readdirSync(queueDir)).toContain("exporter_otlp_http_monitor_logs");
    const monitor = await sink(port);
    await collector(monitor.url);
    await waitFor("the backlog", () => new Set(numbers(monitor)).size >= 50);
    expect([...new Set(numbers(monitor))]).toEqual(upTo(50));
  });

  test("a second backend gets the same; while it is away the monitor misses nothing", async () => {
    const port = await freePort();
    const monitor = await sink();
    const { endpoint } = await collector(monitor.url, {
      JOBSCOPE_EXPORTERS: "[otlp_http/monitor, otlp_http/backend]",
      OTLP_BACKEND_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    await sendEvents(endpoint, upTo(20));
    await waitFor("the events at the monitor", () => monitor.logs.length >= 20);
    const backend = await sink(port);
    await waitFor("the events at the backend", () => backend.logs.length >= 20);
    expect(numbers(monitor)).toEqual(upTo(20));
    expect(new Set(numbers(backend))).toEqual(new Set(upTo(20)));
  });
});
