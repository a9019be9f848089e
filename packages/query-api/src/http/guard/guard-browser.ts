import { isIP } from "node:net";

import type { RequestHandler } from "express";

import { ApiProblem } from "../reply/api-problem.ts";

const HOST = /^(?<name>\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?$/i;

/**
 * Loopback is no browser boundary. A page may have its own name resolved to this machine (DNS rebinding): such a request
 * carries that name as Host, so only known names are answered. An address is always fine: nobody can rebind it.
 */
export function guardHost(allowedHosts: readonly string[]): RequestHandler {
  const allows = hostTest(allowedHosts);
  return (request, _response, next) => {
    const host = request.headers.host;
    if (host !== undefined && allows(host)) return next();
    throw new ApiProblem({
      kind: "forbidden_host",
      detail: "The Host header does not name this monitor.",
      fix: "Use localhost or an IP address, or list the name in api.allowedHosts (--api-allowed-hosts).",
    });
  };
}

/** A page of another origin may send simple requests anywhere; nothing here is for it. */
export function guardOrigin(allowedHosts: readonly string[]): RequestHandler {
  const named = allowedHosts.filter((host) => host !== "*").map((host) => host.toLowerCase());
  return (request, _response, next) => {
    const origin = request.headers.origin;
    if (origin === undefined || isOwnOrigin(origin, request.headers.host, named)) return next();
    throw new ApiProblem({
      kind: "forbidden_origin",
      detail: "The Origin header names another site.",
      fix: "Call the API from a server or from its own page; a proxy's public name goes into api.allowedHosts.",
    });
  };
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Requests that change something come from the API's own pages or from no page at all: browsers say so in Sec-Fetch-Site,
 * which scripts cannot set. What they send to plain HTTP on another machine lacks it, and has only its Origin checked.
 */
export function guardFetchSite(): RequestHandler {
  return ({ method, headers }, _response, next) => {
    const site = headers["sec-fetch-site"];
    if (SAFE_METHODS.has(method) || site === undefined || site === "same-origin" || site === "none") return next();
    throw new ApiProblem({
      kind: "forbidden_origin",
      detail: "Sec-Fetch-Site says that a page of another site sent the request.",
      fix: "Call the API from a server or from its own page.",
    });
  };
}

/**
 * A browser sends the cookies of an application around us along, whichever page asks. What changes something and has
 * nothing else to say who sends it must say that it comes from no other page; all browsers of the last years do.
 */
export function guardCookies(): RequestHandler {
  return ({ method, headers }, _response, next) => {
    const isFromPage = headers.origin !== undefined || headers["sec-fetch-site"] !== undefined;
    const isBare = headers.cookie !== undefined && headers.authorization === undefined && !isFromPage;
    if (SAFE_METHODS.has(method) || !isBare) return next();
    throw new ApiProblem({
      kind: "forbidden_origin",
      detail: "The request has cookies, but neither Origin nor Sec-Fetch-Site to say which page sent it.",
      fix: "Send an API key in the Authorization header instead of cookies.",
    });
  };
}

function isOwnOrigin(origin: string, host: string | undefined, named: readonly string[]): boolean {
  const url = URL.parse(origin);
  return url !== null && (url.host === host?.toLowerCase() || named.includes(url.hostname));
}

function hostTest(allowedHosts: readonly string[]): (host: string) => boolean {
  const allowed = new Set(allowedHosts.map((host) => host.toLowerCase()));
  if (allowed.has("*")) return () => true;
  return (host) => {
    const name = HOST.exec(host)?.groups?.["name"]?.toLowerCase().replace(/\.$/, "");
    if (name === undefined) return false;
    return isIP(name.replace(/^\[|\]$/g, "")) !== 0 || isLocalName(name) || allowed.has(name);
  };
}

/** `*.localhost` never leaves the machine (RFC 6761). */
function isLocalName(name: string): boolean {
  return name === "localhost" || name.endsWith(".localhost");
}
