import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

import { type Refusal, rpcCode } from "../reply/reply.ts";

export interface AccessRules {
  /** Further host names by which senders may call this receiver, lower case, without port; `*` for any. */
  readonly allowedHosts: ReadonlySet<string>;
  /** Values of `Origin` from which pages may send. */
  readonly allowedOrigins: ReadonlySet<string>;
}

const hostHeader = /^(?:\[([0-9a-f:.%]+)\]|([^:[\]\s]+?)\.?)(?::\d{0,5})?$/;

/**
 * Loopback is no boundary for a browser: any page may post to 127.0.0.1, and a name under its control may resolve to it (DNS
 * rebinding). Exporters send no `Origin` and call the receiver by a loopback name, an address, or a name the operator knows.
 */
export function refuseStranger(request: IncomingMessage, rules: AccessRules): Refusal | undefined {
  const { origin, host } = request.headers;
  if (origin !== undefined && !rules.allowedOrigins.has(origin)) return foreignOrigin;
  return isKnownHost(host ?? "", rules.allowedHosts) ? undefined : foreignHost;
}

function isKnownHost(host: string, allowed: ReadonlySet<string>): boolean {
  const match = hostHeader.exec(host.toLowerCase());
  const name = match?.[1] ?? match?.[2];
  if (name === undefined) return false;
  return isAddress(name) || isLoopbackName(name) || allowed.has(name) || allowed.has("*");
}

/** Any address, for none can be rebound: behind a published port it is not the one at which the connection arrives. */
function isAddress(name: string): boolean {
  return isIP(name) !== 0;
}

/** `*.localhost` never leaves the machine (RFC 6761). */
function isLoopbackName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}

const foreignOrigin: Refusal = {
  status: 403,
  code: rpcCode.permissionDenied,
  message:
    "This request has an Origin header: browsers send it, and web pages may not send telemetry here. No setting lets them in; send from the process that runs the jobs.",
};

const foreignHost: Refusal = {
  status: 421,
  code: rpcCode.permissionDenied,
  message:
    "The Host header names no host of this receiver. Send to its address, or add the name to otlp.allowedHosts (--otlp-allowed-hosts).",
};
