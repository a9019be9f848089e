import http from "node:http";
import https from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";

import type { TlsSettings } from "./tls.ts";

/** Sockets of ours never keep a process alive: one that waits for a hung receiver would hold a finished script. */
function unrefSocket(socket: Duplex | null | undefined): Duplex | null | undefined {
  if (socket instanceof Socket) socket.unref();
  return socket;
}

class UnrefHttpAgent extends http.Agent {
  override createConnection(...args: Parameters<http.Agent["createConnection"]>): Duplex | null | undefined {
    return unrefSocket(super.createConnection(...args));
  }
}

class UnrefHttpsAgent extends https.Agent {
  override createConnection(...args: Parameters<https.Agent["createConnection"]>): Duplex | null | undefined {
    return unrefSocket(super.createConnection(...args));
  }
}

export function unrefAgent(protocol: string, tls?: TlsSettings): http.Agent {
  const options = { keepAlive: true, maxSockets: 4 };
  return protocol === "https:" ? new UnrefHttpsAgent({ ...options, ...tls }) : new UnrefHttpAgent(options);
}
