import { isIpAddress } from "./ip-address.ts";

interface HostPort {
  readonly host: string;
  readonly port: string;
}

/** Go's `net.SplitHostPort`; undefined where that fails. */
function splitHostPort(text: string): HostPort | undefined {
  const bracketed = /^\[([^[\]]*)\]:([^:[\]]*)$/.exec(text);
  const parts = bracketed ?? /^([^:[\]]*):([^:[\]]*)$/.exec(text);
  return parts === null ? undefined : { host: parts[1] ?? "", port: parts[2] ?? "" };
}

export function stripPort(text: string): string {
  return splitHostPort(text)?.host ?? text;
}

/** `foo.example.com:80` → `foo:80`; addresses stay. */
export function stripDomain(text: string): string {
  const { host, port } = splitHostPort(text) ?? { host: text, port: "" };
  if (isIpAddress(host)) return text;
  const name = host.split(".")[0] ?? "";
  if (port === "") return name;
  return name.includes(":") ? `[${name}]:${port}` : `${name}:${port}`;
}
