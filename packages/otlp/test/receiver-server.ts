import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type Server,
  type ServerOptions,
} from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { createOtlpReceiver, type IngestOutcome, type OtlpReceiverOptions, type RawRequest } from "../src/index.ts";

export interface TestServer extends AsyncDisposable {
  readonly server: Server;
  readonly url: string;
  readonly port: number;
  /** What reached `ingest`. */
  readonly received: RawRequest[];
}

export const accepted: IngestOutcome = { kind: "accepted", rejected: 0, message: "" };

export async function listen(
  options: Partial<OtlpReceiverOptions> = {},
  serverOptions: ServerOptions = {},
): Promise<TestServer> {
  const received: RawRequest[] = [];
  const ingest = options.ingest ?? (() => Promise.resolve(accepted));
  const receiver = createOtlpReceiver({
    ...options,
    ingest(raw) {
      received.push(raw);
      return ingest(raw);
    },
  });
  const server = createServer(serverOptions, receiver);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    port,
    received,
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export function send(
  server: TestServer,
  { path = "/v1/traces", method = "POST", headers = {}, body = "" }: Sent,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port: server.port, host: "127.0.0.1", path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** Sends text as it is and resolves with all that the server answered until it closed the connection. */
export function sendRaw(server: TestServer, content: string): Promise<string> {
  const socket = connect(server.port, "127.0.0.1");
  socket.write(content);
  return text(socket);
}

export const json: Readonly<Record<string, string>> = { "content-type": "application/json" };
export const protobuf: Readonly<Record<string, string>> = { "content-type": "application/x-protobuf" };
