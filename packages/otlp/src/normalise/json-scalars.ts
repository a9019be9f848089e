import type { RequestBounds } from "../model/request-bounds.ts";
import { msFromDecimal } from "../model/time.ts";
import { JsonFault } from "./json-fault.ts";
import { describeType, type JsonObject, type JsonValue } from "./json-value.ts";

const hexDigits = /^[0-9a-f]*$/i;
const zeroId = /^0*$/;
const integer = /^-?\d{1,20}$/;
const maxUint64 = 18_446_744_073_709_551_615n;

/** Lone surrogates (JSON can escape them) become U+FFFD, as invalid UTF-8 does. */
export function textAt(parent: JsonObject, key: string, bounds: RequestBounds): string {
  const value = parent[key];
  if (typeof value === "string") return toText(value, bounds);
  if (value === undefined || value === null) return "";
  throw new JsonFault(`must be a string, not ${describeType(value)}`, key);
}

export function toText(value: string, bounds: RequestBounds): string {
  return bounds.text(value.isWellFormed() ? value : value.toWellFormed());
}

/** A trace id (32 hex digits) or span id (16) in lower case; `""` where it is empty or all zero, which means absent. */
export function idAt(parent: JsonObject, key: string, digits: 16 | 32): string {
  const value = parent[key];
  if (value === undefined || value === null || value === "") return "";
  if (typeof value !== "string") throw new JsonFault(`must be ${digits} hex digits, not ${describeType(value)}`, key);
  if (value.length !== digits || !hexDigits.test(value)) {
    throw new JsonFault(`must be ${digits} hex digits (OTLP/JSON writes ids in hex, not base64)`, key);
  }
  return value.startsWith("00") && zeroId.test(value) ? "" : value.toLowerCase();
}

/** Milliseconds of a nanosecond instant; 0 where it is not set. */
export function timeAt(parent: JsonObject, key: string): number {
  const value = parent[key];
  if (value === undefined || value === null) return 0;
  const decimal = typeof value === "number" && Number.isInteger(value) ? BigInt(value).toString() : value;
  const ms = typeof decimal === "string" ? msFromDecimal(decimal) : undefined;
  if (ms === undefined)
    throw new JsonFault(`must be nanoseconds as ${integerForm}, not ${describeInteger(value)}`, key);
  return ms;
}

const integerForm = "an unsigned 64-bit integer, a number or a decimal string";

function describeInteger(value: JsonValue): string {
  return typeof value === "object"
    ? `${describeType(value)} ({low, high} is not OTLP/JSON)`
    : `such ${describeType(value)}`;
}

/** An enum: OTLP/JSON allows the number only. */
export function enumAt(parent: JsonObject, key: string): number {
  const value = parent[key];
  if (value === undefined || value === null) return 0;
  if (typeof value === "string")
    throw new JsonFault("must be the number of the enum value (OTLP/JSON allows no names)", key);
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new JsonFault(`must be the number of the enum value, not ${describeType(value)}`, key);
  }
  return value | 0;
}

export function uint32At(parent: JsonObject, key: string): number {
  const value = parent[key];
  if (value === undefined || value === null) return 0;
  const number = typeof value === "string" && integer.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= 0xffff_ffff) return number;
  throw new JsonFault(`must be an unsigned 32-bit integer, not such ${describeType(value)}`, key);
}

export function int32At(parent: JsonObject, key: string): number {
  const value = parent[key];
  if (value === undefined || value === null) return 0;
  const number = typeof value === "string" && integer.test(value) ? Number(value) : value;
  if (typeof number === "number" && (number | 0) === number) return number;
  throw new JsonFault(`must be a 32-bit integer, not such ${describeType(value)}`, key);
}

/** A count: unsigned 64-bit, as the nearest double. */
export function countAt(parent: JsonObject, key: string): number {
  const value = parent[key];
  return value === undefined || value === null ? 0 : toCount(value, key);
}

export function toCount(value: JsonValue | undefined, key?: string): number {
  const number = typeof value === "string" && integer.test(value) ? Number(value) : value;
  if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= Number(maxUint64))
    return number;
  throw new JsonFault(`must be ${integerForm}, not such ${describeType(value)}`, key);
}
