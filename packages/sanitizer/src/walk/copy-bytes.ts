import { isUtf8 } from "node:buffer";

import type { Copier } from "./copier.ts";
import type { Visit } from "./visit.ts";

/** Of so many bytes it is looked whether every second one is 0: text in UTF-16. */
const SAMPLE = 64;

/** Bytes are searched as the text that they may be. */
export function copyBytes(copier: Copier, given: ArrayBufferView | ArrayBufferLike, visit: Visit): unknown {
  const bytes = ArrayBuffer.isView(given)
    ? Buffer.from(given.buffer, given.byteOffset, given.byteLength)
    : Buffer.from(given);
  const encoding = encodingOf(bytes);
  const text = bytes.toString(encoding);
  const clean = copier.texts.clean(text, visit);
  if (clean !== text) return Buffer.from(clean, encoding);
  return Buffer.isBuffer(given) ? Buffer.from(bytes) : structuredClone(given);
}

const FEWEST_LISTED = 8;
const isByte = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 256;

/** A list of bytes, as `Buffer` writes itself to JSON, whose text holds something; undefined for every other list. */
export function copyByteList(copier: Copier, given: readonly unknown[], visit: Visit): unknown[] | undefined {
  if (given.length < FEWEST_LISTED || !isByte(given[0]) || !isByte(given[FEWEST_LISTED - 1])) return undefined;
  if (given.length > copier.limits.maxNodes || !given.every(isByte)) return undefined;
  const clean = copyBytes(copier, Uint8Array.from(given as readonly number[]), visit);
  return Buffer.isBuffer(clean) ? [...clean] : undefined;
}

function encodingOf(bytes: Buffer): "utf16le" | "utf8" | "latin1" {
  if (isWide(bytes)) return "utf16le";
  return isUtf8(bytes) ? "utf8" : "latin1";
}

function isWide(bytes: Buffer): boolean {
  const length = Math.min(bytes.length, SAMPLE);
  if (length < 8 || bytes.length % 2 === 1) return false;
  for (let i = 0; i < length; i += 2) if (bytes[i + 1] !== 0 || bytes[i] === 0) return false;
  return true;
}
