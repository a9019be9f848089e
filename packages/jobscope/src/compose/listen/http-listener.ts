import { once } from "node:events";
import { createServer, type RequestListener, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer, Server as TlsServer } from "node:https";

import type { ListenConfig, TlsConfig } from "../../config/monitor-config.ts";
import { formatAddress } from "../../config/settings/address.ts";
import { MonitorStartError } from "../start-error.ts";
import { CertificateWatch } from "./certificate-watch.ts";
import { ConnectionBook, type ConnectionFigures } from "./connection-book.ts";
import { freePort } from "./free-port.ts";
import { SlowReaders } from "./slow-readers.ts";

/**
 * Bounds of a server that strangers can reach. A keep-alive longer than the 60 s of common load balancers: the side that
 * closes first while a request is on its way makes that request fail.
 */
export const SERVER_BOUNDS = {
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  keepAliveTimeoutMs: 75_000,
  connectionsCheckingIntervalMs: 5_000,
  handshakeTimeoutMs: 10_000,
  /** Neither reads nor writes of a connection that is not merely kept: longer than any question may take. */
  silenceMs: 120_000,
  maxConnections: 4_000,
  maxHeaderBytes: 16_384,
} as const;

/** Connections that the system has accepted and we have not looked at yet. */
const BACKLOG = 1_024;

/** How often connections that became idle are closed while a server stops. */
const CLOSE_IDLE_EVERY_MS = 50;

export interface HttpListenerOptions {
  /** For error messages: `OTLP`, `API`. */
  readonly name: string;
  /** What sets the address: a flag, an option. */
  readonly flag: string;
  /** How an address is given to it. Default: the flag, a space, the address. */
  readonly assign?: (address: string) => string;
  readonly listen: ListenConfig;
  readonly handler: RequestListener;
  /** HTTPS with these files; absent: plain HTTP. */
  readonly tls?: TlsConfig;
  /** Takes lines about the certificate. */
  readonly warn?: (line: string) => void;
  /** Neither it nor its connections keep the process alive. Default false. */
  readonly background?: boolean;
  /** Default {@link SERVER_BOUNDS}. */
  readonly maxConnections?: number;
}

/** One listening HTTP server with the bounds above. */
export class HttpListener {
  readonly #options: HttpListenerOptions;
  readonly #server: Server;
  readonly #connections: ConnectionBook;
  readonly #slowReaders = new SlowReaders();
  #certificate: CertificateWatch | undefined;
  #stopping = false;

  constructor(options: HttpListenerOptions) {
    this.#options = options;
    const max = options.maxConnections ?? SERVER_BOUNDS.maxConnections;
    this.#connections = new ConnectionBook(max);
    this.#server = createBoundedServer(options.tls !== undefined);
    // One more than are kept must be let in for the place of another to be given to it.
    this.#server.maxConnections = max + 1;
    this.#server.on("connection", (socket) => {
      if (options.background === true) socket.unref();
      this.#connections.opened(socket);
    });
    if (options.background === true) this.#server.unref();
    this.#server.on("request", (request, response) => {
      this.#connections.requested(request, response);
      this.#slowReaders.watch(response);
      // A client that keeps its connection would hold up the stop, and lose the next request it sends on it.
      if (this.#stopping) response.setHeader("Connection", "close");
      options.handler(request, response);
    });
  }

  get listening(): boolean {
    return this.#server.listening;
  }

  get connections(): ConnectionFigures {
    return this.#connections.figures;
  }

  /** Resolves to the base URL. Throws {@link MonitorStartError} naming the flag and a free port. */
  async start(): Promise<string> {
    const { host, port } = this.#options.listen;
    try {
      this.#useCertificate();
      this.#server.listen({ host, port, backlog: BACKLOG });
      await once(this.#server, "listening");
    } catch (error) {
      this.#certificate?.stop();
      throw await listenError(this.#options, error);
    }
    // Later errors of the listening socket (too many open files) must not end the process.
    this.#server.on("error", () => {});
    return urlOf(this.#server);
  }

  /** Uses a renewed certificate at once; it is looked for every 10 s by itself. */
  lookForCertificate(): void {
    this.#certificate?.look();
  }

  /** Takes no new connection, answers what is on its way, and cuts what is left when the time is up. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true;
    this.#certificate?.stop();
    this.#slowReaders.stop();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    const idle = setInterval(() => this.#server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
    const cut = setTimeout(() => this.#server.closeAllConnections(), limitMs);
    await closed;
    clearInterval(idle);
    clearTimeout(cut);
  }

  #useCertificate(): void {
    const { tls, warn = () => {} } = this.#options;
    const server = this.#server;
    if (tls === undefined || !(server instanceof TlsServer)) return;
    this.#certificate = new CertificateWatch({ tls, use: (material) => server.setSecureContext(material), warn });
  }
}

function createBoundedServer(isSecure: boolean): Server {
  const bounds: ServerOptions = {
    headersTimeout: SERVER_BOUNDS.headersTimeoutMs,
    requestTimeout: SERVER_BOUNDS.requestTimeoutMs,
    keepAliveTimeout: SERVER_BOUNDS.keepAliveTimeoutMs,
    connectionsCheckingInterval: SERVER_BOUNDS.connectionsCheckingIntervalMs,
    maxHeaderSize: SERVER_BOUNDS.maxHeaderBytes,
  };
  const server = isSecure
    ? createTlsServer({ ...bounds, handshakeTimeout: SERVER_BOUNDS.handshakeTimeoutMs })
    : createServer(bounds);
  server.setTimeout(SERVER_BOUNDS.silenceMs);
  return server;
}

/** The port that was given is 0 or taken; what the system chose counts. */
function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on TCP");
  const scheme = server instanceof TlsServer ? "https" : "http";
  return `${scheme}://${formatAddress({ host: address.address, port: address.port })}`;
}

/** What keeps a server from listening, with the flag and a port that is free. */
export async function listenError(
  options: Pick<HttpListenerOptions, "name" | "flag" | "assign" | "listen">,
  error: unknown,
): Promise<MonitorStartError> {
  const { name, flag, listen, assign = (given: string): string => `${flag} ${given}` } = options;
  const address = formatAddress(listen);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const cause = { cause: error };
  switch (code) {
    case "EADDRINUSE": {
      const free = await freePort(listen.host);
      const fix =
        free === undefined
          ? "name another port"
          : `${assign(formatAddress({ host: listen.host, port: free }))} is free`;
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
