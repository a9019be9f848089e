import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

import type { LogRecord, MetricPoint, Signal, SpanRecord } from "@jobscope/otlp";
import { decodeRequest } from "@jobscope/otlp";

/** How the sink answers; a body is sent as it is. */
export interface SinkAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface SinkRequest {
  readonly signal: Signal;
  readonly contentType: string;
  readonly headers: IncomingMessage["headers"];
  readonly bytes: number;
  readonly records: number;
  readonly answered: number;
}

export interface OtlpSink {
  /** Base URL, for OTEL_EXPORTER_OTLP_ENDPOINT. */
  readonly url: string;
  readonly port: number;
  /** Records of accepted requests, in order of arrival; repeats included. */
  readonly logs: LogRecord[];
  readonly spans: SpanRecord[];
  readonly points: MetricPoint[];
  readonly requests: SinkRequest[];
  /** Decides the answer of each request; undefined accepts it. Default: accept. */
  answer: (request: Omit<SinkRequest, "answered">) => SinkAnswer | undefined;
  /** Accepted log records with this event name. */
  events(name: string): LogRecord[];
  /** Waits until `done` holds, at most `timeoutMs` (default 10,000). */
  until(done: (sink: OtlpSink) => boolean, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** A real OTLP/HTTP receiver that keeps what it accepts. */
export async function startOtlpSink(port = 0): Promise<OtlpSink> {
  const server = createServer((request, response) => void receive(sink, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const sink = createSink(server);
  return sink;
}

function createSink(server: Server): OtlpSink {
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const sink: OtlpSink = {
    url: `http://127.0.0.1:${port}`,
    port,
    logs: [],
    spans: [],
    points: [],
    requests: [],
    answer: () => undefined,
    events: (name) => sink.logs.filter((record) => record.eventName === name),
    until: async (done, timeoutMs = 10_000) => {
      const deadline = Date.now() + timeoutMs;
      while (!done(sink)) {
        if (Date.now() > deadline) throw new Error(`the sink waited ${timeoutMs} ms: ${describe(sink)}`);
        await sleep(10);
      }
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
  return sink;
}

function describe(sink: OtlpSink): string {
  const events = sink.logs.map((record) => record.eventName || "log");
  return `${sink.spans.length} spans, ${sink.points.length} points, logs [${events.slice(-40).join(" ")}]`;
}

const SIGNALS: Readonly<Record<string, Signal>> = {
  "/v1/traces": "traces",
  "/v1/metrics": "metrics",
  "/v1/logs": "logs",
};

async function receive(sink: OtlpSink, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const signal = SIGNALS[request.url ?? ""];
  if (signal === undefined) return void response.writeHead(404).end();
  const contentType = request.headers["content-type"] ?? "";
  const decoded = decodeRequest({
    signal,
    encoding: contentType.startsWith("application/json") ? "json" : "protobuf",
    compression: request.headers["content-encoding"] === "gzip" ? "gzip" : "identity",
    body,
  });
  const seen = { signal, contentType, headers: request.headers, bytes: body.length, records: decoded.records.length };
  const answer = sink.answer(seen) ?? { status: 200 };
  sink.requests.push({ ...seen, answered: answer.status });
  if (answer.status === 200) {
    if (decoded.signal === "logs") sink.logs.push(...decoded.records);
    else if (decoded.signal === "traces") sink.spans.push(...decoded.records);
    else sink.points.push(...decoded.records);
  }
  response.writeHead(answer.status, { "content-type": contentType, ...answer.headers }).end(answer.body);
}
