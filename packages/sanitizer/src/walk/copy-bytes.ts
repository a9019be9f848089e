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
