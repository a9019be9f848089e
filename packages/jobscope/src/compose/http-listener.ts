import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";

import type { ListenConfig } from "../config/monitor-config.ts";
import { formatAddress } from "../config/settings/address.ts";
import { freePort } from "./free-port.ts";
import { MonitorStartError } from "./start-error.ts";

/**
 * Bounds of a server that strangers can reach. A keep-alive longer than the 60 s of common load balancers: the side that
 * closes first while a request is on its way makes that request fail.
 */
export const SERVER_BOUNDS = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 75_000,
  connectionsCheckingIntervalMs: 5_000,
  maxConnections: 2_000,
  maxHeaderBytes: 16_384,
} as const;

/** How often connections that became idle are closed while a server stops. */
const CLOSE_IDLE_EVERY_MS = 50;

export interface HttpListenerOptions {
  /** For error messages: `OTLP`, `API`. */
  readonly name: string;
  /** The flag that sets the address. */
  readonly flag: string;
  readonly listen: ListenConfig;
  readonly handler: RequestListener;
  /** Neither it nor its connections keep the process alive. Default false. */
  readonly background?: boolean;
}

/** One listening HTTP server with the bounds above. */
export class HttpListener {
  readonly #options: HttpListenerOptions;
  readonly #server: Server;
  #stopping = false;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
    this.#server = createServer({
      headersTimeout: SERVER_BOUNDS.headersTimeoutMs,
      requestTimeout: SERVER_BOUNDS.requestTimeoutMs,
      keepAliveTimeout: SERVER_BOUNDS.keepAliveTimeoutMs,
      connectionsCheckingInterval: SERVER_BOUNDS.connectionsCheckingIntervalMs,
      maxHeaderSize: SERVER_BOUNDS.maxHeaderBytes,
    });
    this.#server.maxConnections = SERVER_BOUNDS.maxConnections;
    if (options.background === true) {
      this.#server.unref();
      this.#server.on("connection", (socket) => void socket.unref());
    }
    this.#server.on("request", (request, response) => {
      // A client that keeps its connection would hold up the stop, and lose the next request it sends on it.
      if (this.#stopping) response.setHeader("Connection", "close");
      options.handler(request, response);
    });
  }

  get listening(): boolean {
    return this.#server.listening;
  }

  /** Resolves to the base URL. Throws {@link MonitorStartError} naming the flag and a free port. */
  async start(): Promise<string> {
    const { host, port } = this.#options.listen;
    try {
      this.#server.listen({ host, port });
      await once(this.#server, "listening");
    } catch (error) {
      throw await listenError(this.#options, error);
    }
    // Later errors of the listening socket (too many open files) must not end the process.
    this.#server.on("error", () => {});
    return urlOf(this.#server);
  }

  /** Takes no new connection, answers what is on its way, and cuts what is left when the time is up. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true;
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    const idle = setInterval(() => this.#server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    const cut = setTimeout(() => this.#server.closeAllConnections(), limitMs);
    await closed;
    clearInterval(idle);
    clearTimeout(cut);
  }
}

/** The port that was given is 0 or taken; what the system chose counts. */
function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on TCP");
  return `http://${formatAddress({ host: address.address, port: address.port })}`;
}

/** What keeps a server from listening, with the flag and a port that is free. */
export async function listenError(
  options: Pick<HttpListenerOptions, "name" | "flag" | "listen">,
  error: unknown,
): Promise<MonitorStartError> {
  const { name, flag, listen } = options;
  const address = formatAddress(listen);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const cause = { cause: error };
  switch (code) {
    case "EADDRINUSE": {
      const free = await freePort(listen.host);
      const fix =
        free === undefined
          ? "name another port"
          : `${flag} ${formatAddress({ host: listen.host, port: free })} is free`;
      return new MonitorStartError(
        "port_in_use",
        `${name}: ${address} is in use by another process. Stop it, or use another port: ${fix}`,
        cause,
      );
    }
    case "EACCES":
      return new MonitorStartError(
        "address_unavailable",
        `${name}: this user may not listen on ${address}; name a port above 1023 with ${flag}`,
        cause,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new MonitorStartError(
        "address_unavailable",
        `${name}: ${listen.host} is no address of this host; name one with ${flag}, such as 127.0.0.1:${listen.port}`,
        cause,
      );
    default:
      return new MonitorStartError(
        "address_unavailable",
        `${name}: cannot listen on ${address} (${flag}): ${String(error)}`,
        cause,
      );
  }
}
