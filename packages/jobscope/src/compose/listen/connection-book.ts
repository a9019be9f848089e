import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

interface Connection {
  readonly socket: Socket;
  /** Requests that are being answered. */
  requests: number;
}

export interface ConnectionFigures {
  readonly open: number;
  /** Connections that were closed without a request in work, to make room for others, since the start. */
  readonly evicted: number;
  /** Connections that were not taken because every other one was busy, since the start. */
  readonly refused: number;
}

/**
 * Bounds how many connections are open. Whoever comes when that many are takes the place of the one that has been without
 * a request for longest: thousands that are merely held open, or send headers byte by byte, keep nobody out.
 */
export class ConnectionBook {
  readonly #max: number;
  /** By address and port of the other end: with TLS, requests come on another socket than the one that was accepted. */
  readonly #all = new Map<string, Connection>();
  /** Those without a request, in the order in which they became so. */
  readonly #idle = new Set<Connection>();
  #evicted = 0;
  #refused = 0;

  constructor(max: number) {
    this.#max = max;
  }

  get figures(): ConnectionFigures {
    return { open: this.#all.size, evicted: this.#evicted, refused: this.#refused };
  }

  opened(socket: Socket): void {
    if (this.#all.size >= this.#max && !this.#makeRoom()) {
      this.#refused++;
      socket.destroy();
      return;
    }
    const key = endOf(socket);
    const connection: Connection = { socket, requests: 0 };
    this.#all.set(key, connection);
    this.#idle.add(connection);
    socket.once("close", () => this.#forget(key, connection));
  }

  requested({ socket }: IncomingMessage, response: ServerResponse): void {
    const connection = this.#all.get(endOf(socket));
    if (connection === undefined) return;
    connection.requests++;
    this.#idle.delete(connection);
    response.once("close", () => {
      connection.requests--;
      if (connection.requests === 0 && !connection.socket.destroyed) this.#idle.add(connection);
    });
  }

  #makeRoom(): boolean {
    const [longest] = this.#idle;
    if (longest === undefined) return false;
    this.#evicted++;
    this.#forget(endOf(longest.socket), longest);
    longest.socket.destroy();
    return true;
  }

  #forget(key: string, connection: Connection): void {
    this.#idle.delete(connection);
    if (this.#all.get(key) === connection) this.#all.delete(key);
  }
}

const endOf = ({ remoteAddress = "", remotePort = 0 }: Socket): string => `${remoteAddress} ${remotePort}`;
