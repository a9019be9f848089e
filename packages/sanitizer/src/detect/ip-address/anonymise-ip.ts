import { formatV4, formatV6 } from "./format-ip.ts";
import { readV4, readV6 } from "./parse-ip.ts";

const LAST_OCTET = 3;
/** Of an IPv6 address 48 bits stay: the site, not the network or the host in it. */
const SITE_BYTES = 6;

/** How an IPv6 address carries an IPv4 address, which is then what is anonymised. */
export type Embedding = "none" | "mapped" | "compatible" | "nat64" | "6to4" | "teredo";

export function embeddingOf(bytes: Uint8Array): Embedding {
  const first = group(bytes, 0);
  if (first === 0x2002) return "6to4";
  if (first === 0x2001 && group(bytes, 1) === 0) return "teredo";
  if (first === 0x64 && group(bytes, 1) === 0xff9b && zero(bytes, 4, 12)) return "nat64";
  if (!zero(bytes, 0, 10)) return "none";
  if (group(bytes, 5) === 0xffff) return "mapped";
  return group(bytes, 5) === 0 && group(bytes, 6) !== 0 ? "compatible" : "none";
}

/** Where the bytes of the IPv4 address stand; 0 if the address embeds none in the clear. */
export function embeddedV4(embedding: Embedding): number {
  switch (embedding) {
    case "mapped":
    case "compatible":
    case "nat64":
      return 12;
    case "none":
    case "6to4":
    case "teredo":
      return 0;
  }
}

/** Zeroes what tells one subscriber from another; whether anything changed. */
export function cutHost(bytes: Uint8Array): boolean {
  const embedding = embeddingOf(bytes);
  const v4 = embeddedV4(embedding);
  const from = { "6to4": SITE_BYTES - 1, teredo: 4 }[embedding as string] ?? (v4 === 0 ? SITE_BYTES : v4 + LAST_OCTET);
  const changes = !zero(bytes, from, bytes.length);
  bytes.fill(0, from);
  return changes;
}

const buffer = new Uint8Array(16);

/**
 * IPv4 to /24 and IPv6 to /48, as OpenTelemetry's guidance on sensitive data suggests, in the same family and valid. A
 * zone (`%eth0`) goes. What is no address comes back as it is.
 */
export function anonymiseIp(address: string): string {
  if (readV4(address, 0, { bytes: buffer, offset: 0 }) === address.length) {
    buffer[LAST_OCTET] = 0;
    return formatV4(buffer, 0);
  }
  if (!isV6(address)) return address;
  cutHost(buffer);
  const embedding = embeddingOf(buffer);
  const prefix = { mapped: "::ffff:", compatible: "::", nat64: "64:ff9b::" }[embedding as string];
  return prefix === undefined ? formatV6(buffer) : prefix + formatV4(buffer, embeddedV4(embedding));
}

/** The address itself, however it was written: a mapped IPv4 address is that IPv4 address. */
export function canonicalIp(address: string): string {
  if (readV4(address, 0, { bytes: buffer, offset: 0 }) === address.length) return formatV4(buffer, 0);
  if (!isV6(address)) return address.trim();
  return embeddingOf(buffer) === "mapped" ? formatV4(buffer, 12) : formatV6(buffer);
}

/** Into the buffer. */
function isV6(address: string): boolean {
  const shape = readV6(address, 0, buffer);
  return shape !== undefined && (shape.end === address.length || address.charCodeAt(shape.end) === 37);
}

const group = (bytes: Uint8Array, index: number): number =>
  ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0);

function zero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
