import { gunzipSync } from "node:zlib";

import type { DecodedRequest } from "@jobscope/otlp";
import { decodeRequest } from "@jobscope/otlp";
import { OtlpRelay } from "@jobscope/testkit";
import type { RelayedRequest } from "@jobscope/testkit";

const SIGNALS = { "/v1/traces": "traces", "/v1/metrics": "metrics", "/v1/logs": "logs" } as const;

const isGzip = ({ headers }: RelayedRequest): boolean => headers["content-encoding"] === "gzip";

/** The body as the receiver reads it. */
const inflated = (request: RelayedRequest): Buffer => (isGzip(request) ? gunzipSync(request.body) : request.body);

/** Keeps every request between a service and its receiver, accepted or not, and every answer. */
export class WireTap implements AsyncDisposable {
  readonly #requests: RelayedRequest[] = [];
  readonly #answers: Buffer[] = [];
  #relay: OtlpRelay | undefined;

  static async start(target: string): Promise<WireTap> {
    const tap = new WireTap();
    tap.#relay = await OtlpRelay.start(target, {
      onRequest: (request) => tap.#requests.push(request),
      onAnswer: ({ body }) => tap.#answers.push(body),
    });
    return tap;
  }

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get url(): string {
    return this.#relay?.url ?? "";
  }

  /** Bodies without compression, each behind its head. */
  bodies(): readonly Buffer[] {
    return this.#requests.map((request) =>
      Buffer.concat([Buffer.from(JSON.stringify([request.path, request.headers])), inflated(request)]),
    );
  }

  answers(): readonly Buffer[] {
    return this.#answers;
  }

  decoded(): readonly DecodedRequest[] {
    return this.#requests.flatMap((request) => {
      const signal = Object.entries(SIGNALS).find(([path]) => path === request.path)?.[1];
      if (signal === undefined) return [];
      const encoding = request.headers["content-type"] === "application/json" ? "json" : "protobuf";
      return [decodeRequest({ signal, encoding, compression: "identity", body: inflated(request) })];
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#relay?.[Symbol.asyncDispose]();
  }
}
