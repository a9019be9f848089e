/** A host and a port, as in `127.0.0.1:4318`, `localhost:0` or `[::1]:4318`. */
export interface Address {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
}

const ADDRESS = /^(?:\[(?<ipv6>[\da-f:.]+(?:%[\w.]+)?)\]|(?<host>[\w.-]+)):(?<port>\d{1,5})$/i;

export function parseAddress(text: string): Address | undefined {
  const groups = ADDRESS.exec(text.trim())?.groups;
  const host = groups?.["ipv6"] ?? groups?.["host"];
  const port = Number(groups?.["port"]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** The way back: an IPv6 address in its brackets. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
