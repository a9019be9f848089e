import type { IncomingMessage } from "node:http";

import { type Refusal, rpcCode } from "./reply.ts";

export interface AccessRules {
  /** Further host names by which senders may call this receiver, lower case, without port. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Values of `Origin` from which pages may send. */
  readonly allowedOrigins: ReadonlySet<string>;
}

const loopbackName = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
const hostHeader = /^(\[[0-9a-f:.%]+\]|[^:[\]\s]+)(?::\d{0,5})?$/;

/**
 * Loopback is no boundary for a browser: any page may post to 127.0.0.1, and a name under its control may resolve to it (DNS
 * rebinding). Exporters send no `Origin` and call the receiver by a loopback name, its address, or a name the operator knows.
 */
export function refuseStranger(request: IncomingMessage, rules: AccessRules): Refusal | undefined {
  const { origin, host } = request.headers;
  if (origin !== undefined && !rules.allowedOrigins.has(origin)) return foreignOrigin;
  const name = hostHeader.exec((host ?? "").toLowerCase())?.[1];
  const isKnown =
    name !== undefined && (loopbackName.test(name) || isOwnAddress(name, request) || rules.allowedHosts.has(name));
  return isKnown ? undefined : foreignHost;
}

/** The address at which the connection arrived: a literal one cannot be rebound. */
function isOwnAddress(name: string, request: IncomingMessage): boolean {
  const own = request.socket.localAddress?.toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
  return own !== undefined && (name === own || name === `[${own}]`);
}

const foreignOrigin: Refusal = {
  status: 403,
  code: rpcCode.permissionDenied,
  message:
    "Requests with an Origin header come from web pages and are refused, unless the origin is in allowedOrigins.",
};

const foreignHost: Refusal = {
  status: 421,
  code: rpcCode.permissionDenied,
  message: "The Host header names no host of this receiver. Send to its address, or add the name to allowedHosts.",
};
