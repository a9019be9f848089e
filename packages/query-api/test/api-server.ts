import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import type { IncomingHttpHeaders, RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { adminKeyAuthenticator, API_PREFIX, createQueryApp, hashApiKey } from "@jobscope/query-api";
import type { ApiFailure, QueryApiDeps, RateLimits } from "@jobscope/query-api";

import { checkContract } from "./contract.ts";
import { memoryReader } from "./memory-reader.ts";
import { NOW } from "./samples.ts";

export const KEY = "jsk_test-key-of-the-admin-0123456789";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed where the answer is JSON. */
  // oxlint-disable-next-line typescript/no-explicit-any -- Tests look at whatever came.
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  /** `null`: without a key. */
  readonly authorization?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array;
}

export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly failures: readonly ApiFailure[];
  /** `path` below the prefix, or a whole path where it starts with a slash. */
  ask(path: string, options?: Ask): Promise<Answer>;
}

export async function serveApi(deps: Partial<QueryApiDeps> = {}): Promise<ApiServer> {
  const failures: ApiFailure[] = [];
  const app = createQueryApp({ ...apiDeps(), onFailure: (failure) => void failures.push(failure), ...deps });
  return { ...(await serve(app)), failures };
}

/** The samples, a monitor that is well, and one key. */
export function apiDeps(): QueryApiDeps {
  return {
    reader: memoryReader(),
    health: async () => ({ status: "up", components: [{ name: "core", status: "up" }] }),
    admin: { command: () => Promise.reject(new Error("nobody writes here")) },
    authenticate: adminKeyAuthenticator(() => STORED),
    nowMs: () => NOW,
    allowedHosts: [],
    onFailure: () => {},
    limits: NO_LIMITS,
  };
}

/** Tests ask more within a minute than anybody may. */
const NO_LIMITS: RateLimits = { requests: 0, costly: 0, failures: 0, anonymous: 0, ack: 0, probes: 0 };

const STORED = hashApiKey(KEY);

export async function serve(listener: RequestListener): Promise<Omit<ApiServer, "failures">> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    ask: (path, options) => ask(port, path.startsWith("/") ? path : `${API_PREFIX}/${path}`, options),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** Over node:http: fetch would not let a test set Host, nor send a path as it stands. */
async function ask(port: number, path: string, options: Ask = {}): Promise<Answer> {
  const { method = "GET", authorization, json, body = json === undefined ? undefined : JSON.stringify(json) } = options;
  const headers = {
    ...(authorization === null ? {} : { authorization: authorization ?? `Bearer ${KEY}` }),
    ...(json === undefined ? {} : { "content-type": "application/json" }),
    ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
    ...options.headers,
  };
  const request = httpRequest({ host: "127.0.0.1", port, path, method, headers, agent: false });
  request.end(body);
  const [response] = await once(request, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  checkContract({ method, path, status: response.statusCode, headers: response.headers, text });
  const isJson = /^application\/(?:problem\+)?json/.test(String(response.headers["content-type"])) && text !== "";
  return { status: response.statusCode, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}
