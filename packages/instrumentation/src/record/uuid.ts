import { getRandomValues } from "node:crypto";

import { wallMs } from "./real-clock.ts";

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const hex = (byte: number): string => HEX[byte & 255] ?? "00";

const POOL = 4096;
const pool = new Uint8Array(POOL);
let position = POOL;

let lastMs = 0;
let counter = 0;
let prefix = "";

/**
 * A UUIDv7 (RFC 9562): milliseconds, a 12-bit counter within the millisecond so that ids of one process sort in the
 * order of their making, and 62 random bits.
 */
export function uuidV7(): string {
  if (position > POOL - 8) {
    getRandomValues(pool);
    position = 0;
  }
  const now = wallMs();
  if (now > lastMs || counter >= 0xfff) {
    // A full millisecond borrows the next one, and a clock set back goes on from the last.
    lastMs = now > lastMs ? now : lastMs + 1;
    counter = 0;
    const digits = lastMs.toString(16).padStart(12, "0");
    prefix = `${digits.slice(0, 8)}-${digits.slice(8, 12)}-7`;
  } else {
    counter++;
  }
  const at = position;
  position += 8;
  const b = (offset: number): number => pool[at + offset] ?? 0;
  return (
    `${prefix}${(counter >> 8).toString(16)}${hex(counter)}-${hex((b(0) & 0x3f) | 0x80)}${hex(b(1))}-` +
    hex(b(2)) +
    hex(b(3)) +
    hex(b(4)) +
    hex(b(5)) +
    hex(b(6)) +
    hex(b(7))
  );
}
