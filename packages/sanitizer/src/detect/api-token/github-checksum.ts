import { crc32 } from "./crc32.ts";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = 4;
const ENTROPY = 30;
const CHECKSUM = 6;
export const GITHUB_TOKEN_LENGTH: number = PREFIX + ENTROPY + CHECKSUM;

/**
 * Whether the last six characters are the CRC32 of the thirty before, in base 62, as GitHub makes them: then it is a
 * token whatever stands around it. The reverse is not true of older tokens and of other servers.
 */
export function hasGithubChecksum(token: string): boolean {
  if (token.length !== GITHUB_TOKEN_LENGTH) return false;
  let rest = crc32(token.slice(PREFIX, PREFIX + ENTROPY));
  for (let i = GITHUB_TOKEN_LENGTH - 1; i >= PREFIX + ENTROPY; i--) {
    if (token[i] !== BASE62[rest % BASE62.length]) return false;
    rest = Math.floor(rest / BASE62.length);
  }
  return rest === 0;
}
