const GROUPS = 8;

export const formatV4 = (bytes: Uint8Array, offset: number): string =>
  `${bytes[offset]}.${bytes[offset + 1]}.${bytes[offset + 2]}.${bytes[offset + 3]}`;

/** As RFC 5952 writes it: lower case, no leading zeros, the longest run of zero groups as `::`. */
export function formatV6(bytes: Uint8Array): string {
  const { start, length } = longestZeros(bytes);
  let written = "";
  for (let i = 0; i < GROUPS; i++) {
    if (length > 1 && i === start) {
      written += "::";
      i += length - 1;
    } else {
      if (written !== "" && !written.endsWith(":")) written += ":";
      written += groupAt(bytes, i).toString(16);
    }
  }
  return written;
}

const groupAt = (bytes: Uint8Array, index: number): number =>
  ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0);

function longestZeros(bytes: Uint8Array): { start: number; length: number } {
  let best = 0;
  let length = 0;
  let start = 0;
  for (let i = 0; i < GROUPS; i++) {
    if (groupAt(bytes, i) !== 0) start = i + 1;
    else if (i + 1 - start > length) {
      best = start;
      length = i + 1 - start;
    }
  }
  return { start: best, length };
}
