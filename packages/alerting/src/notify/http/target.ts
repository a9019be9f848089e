import { isIP } from "node:net";

import { isPrivateAddress } from "./address-guard.ts";

/** Where a request may go, as far as its URL tells; the addresses of a name are checked when it is resolved. */
export interface Target {
  readonly url: URL;
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  /** All that errors may say of it. */
  readonly place: string;
  /** Listed by the operator: plain HTTP, any port and private addresses are his wish. */
  readonly allowed: boolean;
}

export type TargetResult =
  | { readonly kind: "target"; readonly target: Target }
  /** The reason names host and port at most: path and query often are the secret. */
  | { readonly kind: "forbidden"; readonly reason: string };

const OPEN_PORTS: ReadonlySet<number> = new Set([443, 8443]);

/** Reads the URL as the connection will: `0x7f.1` and `2130706433` are 127.0.0.1 here too. */
export function readTarget(text: string, allowPrivateTargets: readonly string[]): TargetResult {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.hostname === "") {
    return forbidden("its URL is no absolute http(s) URL");
  }
  const target = targetOf(url, allowPrivateTargets);
  if (url.username !== "" || url.password !== "") {
    return forbidden(`the URL for ${target.place} holds credentials: use a bearer token or a signing secret`);
  }
  if (target.allowed) return { kind: "target", target };
  const listed = `or list "${target.place}" in allowPrivateTargets`;
  if (url.protocol !== "https:") return forbidden(`${target.place} is plain HTTP: use https, ${listed}`);
  if (!OPEN_PORTS.has(target.port))
    return forbidden(`${target.place} is neither port 443 nor 8443: use one of them, ${listed}`);
  if (isPrivateName(target.host)) return forbidden(`${target.place} is a private address: use a public one, ${listed}`);
  return { kind: "target", target };
}

function targetOf(url: URL, allowPrivateTargets: readonly string[]): Target {
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  const place = `${url.hostname}:${port}`;
  const allowed = allowPrivateTargets.some((entry) => normalise(entry) === place);
  return { url, host: url.hostname.replace(/^\[|\]$/g, ""), port, place, allowed };
}

/** An entry in the spelling of URLs, so that `[::1]:80` and `Relay.internal:9093` match; undefined for what is no `host:port`. */
function normalise(entry: string): string | undefined {
  const port = /:(\d{1,5})$/.exec(entry)?.[1];
  const url = URL.parse(`https://${entry}`);
  return port === undefined || url === null || url.pathname !== "/" ? undefined : `${url.hostname}:${Number(port)}`;
}

function isPrivateName(host: string): boolean {
  if (isIP(host) !== 0) return isPrivateAddress(host);
  const name = host.replace(/\.$/, "");
  return name === "localhost" || name.endsWith(".localhost");
}

function forbidden(reason: string): TargetResult {
  return { kind: "forbidden", reason };
}
