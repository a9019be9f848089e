import { isIPv4, isIPv6 } from "node:net";

const MAPPED = /^::ffff:(?<v4>\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The network that an address is in, for logs and audit: 203.0.113.0 for 203.0.113.77, and the first 48 bits of an IPv6
 * address. IPv4 in IPv6 form counts as IPv4. `""` for what is no address: a proxy may have said anything.
 */
export function anonymousAddress(address: string | undefined): string {
  const given = plainAddress(address);
  if (isIPv4(given)) return given.replace(/\d+$/, "0");
  return isIPv6(given) ? networkOf(given, 3) : "";
}

/** What counts as one sender: an IPv4 address, or the 64 bits of which an IPv6 network has one. */
export function senderAddress(address: string | undefined): string {
  const given = plainAddress(address);
  if (isIPv4(given)) return given;
  return isIPv6(given) ? networkOf(given, 4) : "unknown";
}

/** Without zone, and IPv4 as such however it is written: `::ffff:7f00:1` too. */
function plainAddress(address: string | undefined): string {
  const bare = (address ?? "").replace(/%.*$/, "");
  const canonical = isIPv6(bare) ? canonicalOf(bare) : bare;
  const groups = /^::ffff:(?<high>[\da-f]{1,4}):(?<low>[\da-f]{1,4})$/.exec(canonical)?.groups;
  if (groups === undefined) return MAPPED.exec(bare)?.groups?.["v4"] ?? canonical;
  const bits = [groups["high"], groups["low"]].map((group) => Number.parseInt(group ?? "0", 16));
  return bits.flatMap((value) => [value >> 8, value & 0xff]).join(".");
}

/** The URL parser writes IPv6 as RFC 5952 wants it. */
function canonicalOf(address: string): string {
  return URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? address;
}

/** The first `count` groups of a canonical address. */
function networkOf(address: string, count: number): string {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0");
  const groups = [...before, ...(tail === undefined ? [] : zeros), ...after].slice(0, count);
  return canonicalOf(`${groups.join(":")}::`);
}
