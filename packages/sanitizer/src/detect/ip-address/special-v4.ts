const LOOPBACK = 127;
const MULTICAST = 224;

/**
 * Addresses that are nobody's: this network, loopback, the cloud's metadata service, multicast, reserved, broadcast and
 * netmasks. Private ones are somebody's, inside a company.
 */
export function isSpecialV4(bytes: Uint8Array, offset: number): boolean {
  const first = bytes[offset] ?? 0;
  if (first === 0 || first === LOOPBACK || first >= MULTICAST) return true;
  return first === 169 && bytes[offset + 1] === 254 && bytes[offset + 2] === 169 && bytes[offset + 3] === 254;
}
