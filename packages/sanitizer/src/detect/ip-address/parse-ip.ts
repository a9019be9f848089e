import { codeAt, isDigit, isHex } from "../scan/characters.ts";

const POINT = 46;
const COLON = 58;
const GROUPS = 8;
const BYTES = 16;
/** The place of a second `::`, or of a dotted end that is none. */
const BROKEN = -2;

/** Behind the dotted IPv4 address at `start`, 0 if none is there; its four bytes go to `into` from `offset`. */
export function readV4(text: string, start: number, into: { bytes: Uint8Array; offset: number }): number {
  let i = start;
  for (let octet = 0; octet < 4; octet++) {
    const from = i;
    let value = 0;
    while (i < from + 3 && isDigit(codeAt(text, i))) value = value * 10 + codeAt(text, i++) - 48;
    // A leading zero would be octal to some readers.
    if (i === from || value > 255 || (i > from + 1 && codeAt(text, from) === 48)) return 0;
    into.bytes[into.offset + octet] = value;
    if (octet < 3 && codeAt(text, i++) !== POINT) return 0;
  }
  return i;
}

export interface V6Shape {
  /** Behind the address, without a zone. */
  readonly end: number;
  /** Groups as written. */
  readonly groups: number;
  readonly compressed: boolean;
  /** All groups have this many digits; 0 if they differ. */
  readonly width: number;
}

interface Reading {
  at: number;
  groups: number;
  /** Groups before the `::`; -1 without one. */
  gap: number;
  width: number;
}

/** Reads the IPv6 address at `start` into 16 bytes; undefined if there is none. */
export function readV6(text: string, start: number, bytes: Uint8Array): V6Shape | undefined {
  bytes.fill(0);
  const reading: Reading = { at: start, groups: 0, gap: -1, width: -1 };
  if (codeAt(text, start) === COLON) {
    if (codeAt(text, start + 1) !== COLON) return undefined;
    reading.gap = 0;
    reading.at += 2;
  }
  while (reading.groups < GROUPS && readGroup(text, reading, bytes) && skipColon(text, reading));
  const { at, groups, gap, width } = reading;
  if (gap === BROKEN || (gap === -1 ? groups !== GROUPS : groups >= GROUPS)) return undefined;
  if (gap !== -1) spread(bytes, gap * 2, groups * 2);
  return { end: at, groups, compressed: gap !== -1, width };
}

/** One group, or two as a dotted IPv4 address at the end; whether another may follow. */
function readGroup(text: string, reading: Reading, bytes: Uint8Array): boolean {
  const { at, groups, width } = reading;
  const end = hexEnd(text, at);
  if (end === at) return false;
  if (codeAt(text, end) === POINT && isDigit(codeAt(text, end + 1)) && groups <= GROUPS - 2) {
    const dotted = readV4(text, at, { bytes, offset: groups * 2 });
    if (dotted === 0) reading.gap = BROKEN;
    reading.groups += 2;
    reading.at = dotted;
    reading.width = 0;
    return false;
  }
  let value = 0;
  for (let i = at; i < end; i++) value = value * 16 + hexValue(codeAt(text, i));
  bytes[groups * 2] = value >> 8;
  bytes[groups * 2 + 1] = value & 255;
  reading.groups++;
  reading.at = end;
  reading.width = width === -1 || width === end - at ? end - at : 0;
  return true;
}

/** Over the colon or the two behind a group; whether a group may follow. */
function skipColon(text: string, reading: Reading): boolean {
  const { at, groups, gap } = reading;
  if (groups === GROUPS || codeAt(text, at) !== COLON) return false;
  const next = codeAt(text, at + 1);
  if (next === COLON) {
    reading.gap = gap === -1 ? groups : BROKEN;
    reading.at = at + 2;
    return gap === -1;
  }
  if (!isHex(next)) return false;
  reading.at = at + 1;
  return true;
}

/** Behind at most four hexadecimal digits; `start` if there are more. */
function hexEnd(text: string, start: number): number {
  let end = start;
  while (end < start + 5 && isHex(codeAt(text, end))) end++;
  return end === start + 5 ? start : end;
}

/** Of a hexadecimal digit in either case. */
const hexValue = (code: number): number => (isDigit(code) ? code - 48 : (code | 32) - 87);

/** Moves what stands behind the `::` to the end. */
function spread(bytes: Uint8Array, gap: number, used: number): void {
  bytes.copyWithin(BYTES - (used - gap), gap, used);
  bytes.fill(0, gap, BYTES - (used - gap));
}
