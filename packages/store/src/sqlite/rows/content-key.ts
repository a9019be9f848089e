import { hash } from "node:crypto";

import type { AnyValue } from "@jobscope/otlp";

/**
 * Keys by which a record is recognised when it comes again: 16 bytes, the first six a time in milliseconds that
 * belongs to the record's identity, the rest a hash. So keys of new records lie side by side in the unique index
 * (appending is many times cheaper than inserting all over it), and two records would have to agree in time and in
 * 80 bits of SHA-256 to be taken for one.
 */
export type ContentKey = Uint8Array;

const KEY_BYTES = 16;
const MAX_TIME = 2 ** 48 - 1;

export function contentKey(timeMs: number, identity: string): ContentKey {
  const digest = hash("sha256", identity, "buffer");
  const time = timeMs > 0 && timeMs <= MAX_TIME ? Math.floor(timeMs) : 0;
  digest.writeUIntBE(time, 0, 6);
  return digest.subarray(0, KEY_BYTES);
}

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The time inside a UUIDv7, or 0: part of the id itself, hence the same in every copy. */
export function timeOfUuid(id: string): number {
  return UUID_V7.test(id) ? Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) : 0;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** An id as compactly as it goes and back: lower-case UUIDs as 16 bytes, all else as it is. */
export function packId(id: string): string | Uint8Array {
  return UUID.test(id) ? Buffer.from(id.replaceAll("-", ""), "hex") : id;
}

const HEX = /^(?:[0-9a-f]{2})+$/;

/** Trace and span ids as bytes; `null` for the absent id `""`. */
export function packHex(hex: string): Uint8Array | string | null {
  if (hex === "") return null;
  return HEX.test(hex) ? Buffer.from(hex, "hex") : hex;
}

export function unpackHex(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return typeof value === "string" ? value : "";
}

/**
 * A text that is equal for equal values and for no others, whatever the order of keys: the input of content hashes.
 * Numbers and integers beyond 2^53 differ by their type, as decoders give them.
 */
export function canonical(value: AnyValue | undefined): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "object":
      return canonicalObject(value);
    default:
      return String(value);
  }
}

const isList = (value: AnyValue): value is readonly AnyValue[] => Array.isArray(value);

function canonicalObject(value: Exclude<AnyValue, string | number | bigint | boolean>): string {
  if (value === null) return "null";
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString("base64")}`;
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  return canonicalAttributes(value);
}

export function canonicalAttributes(attributes: Readonly<Record<string, AnyValue | undefined>>): string {
  const keys = Object.keys(attributes).filter((key) => attributes[key] !== undefined);
  return `{${keys
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(attributes[key])}`)
    .join(",")}}`;
}
