import http from "node:http";
import https from "node:https";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

import { ROOT_CONTEXT, context } from "@opentelemetry/api";
import { suppressTracing } from "@opentelemetry/core";

import { after, cancel, wallMs } from "../record/real-clock.ts";
import { unrefAgent } from "./http-agent.ts";
import type { SignalSettings } from "./settings.ts";

export type PostOutcome =
  | { readonly kind: "ok"; readonly body: Uint8Array }
  /** 429, 502, 503, 504, or no answer: to be sent again. */
  | { readonly kind: "retry"; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: "too_large" }
  | { readonly kind: "refused"; readonly reason: string };

const RETRYABLE = new Set([429, 502, 503, 504]);
const MAX_REPLY_BYTES = 1_000_000;
const MAX_RETRY_AFTER_MS = 5 * 60_000;
const compress = promisify(gzip);

/** Posts OTLP requests of one signal and says what became of each; never rejects. */
export class OtlpPost {
  readonly #settings: SignalSettings;
  readonly #url: URL;
  readonly #agent: http.Agent;

  constructor(settings: SignalSettings) {
    this.#settings = settings;
    this.#url = new URL(settings.url);
    this.#agent = unrefAgent(this.#url.protocol, settings.tls);
  }

  async send(body: Uint8Array): Promise<PostOutcome> {
    try {
      const packed = this.#settings.gzip ? await compress(body) : body;
      // The exporter's own requests are no spans of the service.
      return await context.with(suppressTracing(ROOT_CONTEXT), () => this.#request(packed));
    } catch (error) {
      return { kind: "retry", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #request(body: Uint8Array): Promise<PostOutcome> {
    const { timeoutMs } = this.#settings;
    return new Promise((resolve) => {
      const request = (this.#url.protocol === "https:" ? https : http).request(this.#url, {
        method: "POST",
        agent: this.#agent,
        headers: { ...requestHeaders(this.#settings), "content-length": body.byteLength },
      });
      // The whole exchange, not the idle time: a reply that drips would hold the queue for ever.
      const timer = after(timeoutMs, () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      const done = (outcome: PostOutcome): void => {
        cancel(timer);
        resolve(outcome);
      };
      request.on("error", (error) => done({ kind: "retry", reason: error.message || "network error" }));
      request.on("response", (response) => readReply(response, done));
      request.end(body);
    });
  }
}

export function requestHeaders(settings: SignalSettings): Record<string, string> {
  return {
    ...settings.headers,
    "content-type": settings.protocol === "http/json" ? "application/json" : "application/x-protobuf",
    "user-agent": "jobscope-instrumentation",
    ...(settings.gzip && { "content-encoding": "gzip" }),
  };
}

function readReply(response: http.IncomingMessage, done: (outcome: PostOutcome) => void): void {
  const chunks: Uint8Array[] = [];
  let size = 0;
  response.on("data", (chunk: Uint8Array) => {
    size += chunk.byteLength;
    if (size <= MAX_REPLY_BYTES) chunks.push(chunk);
  });
  response.on("error", (error) => done({ kind: "retry", reason: error.message }));
  response.on("end", () => done(outcomeOf(response, Buffer.concat(chunks))));
}

function outcomeOf(response: http.IncomingMessage, body: Buffer): PostOutcome {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { kind: "ok", body };
  if (status === 413 || (status === 400 && /too large|size limit/i.test(body.toString("latin1")))) {
    return { kind: "too_large" };
  }
  if (!RETRYABLE.has(status)) return { kind: "refused", reason: `http_${status}` };
  const afterMs = retryAfterMs(response.headers["retry-after"]);
  return { kind: "retry", reason: `HTTP ${status}`, ...(afterMs !== undefined && { afterMs }) };
}

function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - wallMs();
  return Number.isFinite(ms) ? Math.min(MAX_RETRY_AFTER_MS, Math.max(0, ms)) : undefined;
}
