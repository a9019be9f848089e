import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { LogRecord } from "@jobscope/otlp";
import { decodeRequest } from "@jobscope/otlp";
import { ATTR_LOG_RECORD_UID } from "@jobscope/semconv";

/** `pass`: the target answers. `hold`: accepted here, delivered later, as by a collector whose exporter stalls. */
export type RelayMode = "pass" | "hold";

/** A request as it came, whether it is accepted or not. */
export interface RelayedRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the receiver answered to one. */
export interface RelayedAnswer {
  readonly status: number;
  readonly body: Buffer;
}

export interface RelayOptions {
  readonly onRequest?: (request: RelayedRequest) => void;
  readonly onAnswer?: (answer: RelayedAnswer) => void;
}

/** Stands between a service and a receiver, over real HTTP, and knows every log record that was accepted. */
export class OtlpRelay implements AsyncDisposable {
  readonly #target: () => string;
  readonly #options: RelayOptions;
  readonly #held: RelayedRequest[] = [];
  #server: Server | undefined;
  #port = 0;
  mode: RelayMode = "pass";
  /** Of accepted requests, in order of their acceptance; repeats included. */
  readonly logs: LogRecord[] = [];

  private constructor(target: () => string, options: RelayOptions) {
    this.#target = target;
    this.#options = options;
  }

  /** `target` is asked anew for each request: the receiver may move. */
  static async start(target: string | (() => string), options: RelayOptions = {}): Promise<OtlpRelay> {
    const relay = new OtlpRelay(typeof target === "string" ? () => target : target, options);
    await relay.comeBack();
    return relay;
  }

  /** Base URL, for OTEL_EXPORTER_OTLP_ENDPOINT. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get heldRequests(): number {
    return this.#held.length;
  }

  /** The accepted log records without repeats: what was on its way when a connection broke may come twice. */
  firstArrivals(): LogRecord[] {
    const seen = new Set<unknown>();
    return this.logs.filter(({ attributes }) => {
      const uid = attributes[ATTR_LOG_RECORD_UID];
      if (uid === undefined) return true;
      return !seen.has(uid) && seen.add(uid);
    });
  }

  /** Nobody listens any more: connections are refused. */
  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  }

  /** Listens again, on the same port. */
  async comeBack(): Promise<void> {
    const server = createServer((request, response) => {
      this.#receive(request, response).catch(() => response.destroy());
    });
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Delivers what is held, in order, one request at a time; what comes meanwhile is held behind it. Then passes. */
  async deliver(): Promise<void> {
    for (let held = this.#held[0]; held !== undefined; held = this.#held[0]) {
      const answer = await this.#forward(held);
      if (answer.status !== 200)
        throw new Error(`${held.path} was answered ${answer.status}: ${answer.body.toString()}`);
      this.#held.shift();
    }
    this.mode = "pass";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.goAway();
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
    const type = request.headers["content-type"] ?? "";
    const encoding = request.headers["content-encoding"];
    const headers = { "content-type": type, ...(encoding !== undefined && { "content-encoding": encoding }) };
    const taken: RelayedRequest = { path: request.url ?? "/", headers, body: Buffer.concat(chunks) };
    this.#options.onRequest?.(taken);
    if (this.mode === "hold") {
      this.#held.push(taken);
      this.#note(taken);
      response.writeHead(200, { "content-type": type }).end();
      return;
    }
    const answer = await this.#forward(taken);
    this.#options.onAnswer?.(answer);
    if (answer.status === 200) this.#note(taken);
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  async #forward(held: RelayedRequest): Promise<{ status: number; headers: Record<string, string>; body: Buffer }> {
    const { path, headers, body } = held;
    const answer = await fetch(`${this.#target()}${path}`, { method: "POST", headers, body });
    const retryAfter = answer.headers.get("retry-after");
    return {
      status: answer.status,
      headers: {
        "content-type": answer.headers.get("content-type") ?? "",
        ...(retryAfter !== null && { "retry-after": retryAfter }),
      },
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  #note({ path, headers, body }: RelayedRequest): void {
    if (path !== "/v1/logs") return;
    const decoded = decodeRequest({
      signal: "logs",
      encoding: headers["content-type"]?.startsWith("application/json") === true ? "json" : "protobuf",
      compression: headers["content-encoding"] === "gzip" ? "gzip" : "identity",
      body,
    });
    if (decoded.signal === "logs") this.logs.push(...decoded.records);
  }
}
