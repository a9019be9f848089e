import { gunzipSync, inflateRawSync, inflateSync, type ZlibOptions } from "node:zlib";

import { OtlpDecodeError } from "../model/decode-error.ts";
import type { RawRequest } from "../model/request.ts";

/**
 * The body without its compression, never more than `maxBytes` of it: zlib stops there, so that a bomb costs no more than the limit.
 * Synchronous, for it runs in a worker of its own, where it is faster than the thread pool.
 */
export function inflate(body: Uint8Array, compression: RawRequest["compression"], maxBytes: number): Uint8Array {
  if (compression === "identity") {
    if (body.byteLength > maxBytes) throw tooLarge(maxBytes);
    return body;
  }
  try {
    return inflater(body, compression)(body, { maxOutputLength: maxBytes, chunkSize: chunkBytes(body, maxBytes) });
  } catch (error) {
    throw toDecodeError(error, compression, maxBytes);
  }
}

type Inflater = (body: Uint8Array, options: ZlibOptions) => Uint8Array;

function inflater(body: Uint8Array, compression: "gzip" | "deflate"): Inflater {
  if (compression === "gzip") return gunzipSync;
  return hasZlibHeader(body) ? inflateSync : inflateRawSync;
}

/** `deflate` means the zlib form (RFC 9110); some senders leave its header off. */
function hasZlibHeader(body: Uint8Array): boolean {
  const [method = 0, flags = 0] = body;
  return (method & 0x0f) === 8 && ((method << 8) | flags) % 31 === 0;
}

/** Telemetry shrinks five- to tenfold: one chunk for most bodies instead of many that are joined again. */
function chunkBytes(body: Uint8Array, maxBytes: number): number {
  return Math.max(16 * 1024, Math.min(body.byteLength * 8, 1024 * 1024, maxBytes));
}

function toDecodeError(error: unknown, compression: string, maxBytes: number): OtlpDecodeError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code === "ERR_BUFFER_TOO_LARGE") return tooLarge(maxBytes);
  return new OtlpDecodeError("malformed", `The ${compression} body is damaged or cut off (${code}).`);
}

function tooLarge(maxBytes: number): OtlpDecodeError {
  return new OtlpDecodeError(
    "too_large",
    `The body is larger than ${maxBytes} bytes once inflated. Send smaller batches.`,
  );
}
