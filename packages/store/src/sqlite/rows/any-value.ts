import type { AnyValue, Attributes } from "@jobscope/otlp";

/**
 * OTLP values as JSON text without loss. What JSON can say stands as it is; the rest is an object with one tag:
 *
 *     { "$i": "9007199254740993" }      an integer beyond 2^53 (bigint)
 *     { "$b": "AAEC" }                  bytes, base64
 *     { "$n": "NaN" }                   NaN, Infinity, -Infinity, -0
 *     { "$o": [["$i", 1], …] }          an object with a key that begins with `$`
 */
type Encoded = string | number | boolean | null | Encoded[] | { [key: string]: Encoded };

const isBytes = (value: AnyValue): value is Uint8Array => value instanceof Uint8Array;
const isList = (value: AnyValue): value is readonly AnyValue[] => Array.isArray(value);

const encodeNumber = (value: number): Encoded =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : { $n: Object.is(value, -0) ? "-0" : String(value) };

function encodeObject(value: Readonly<Record<string, AnyValue | undefined>>): Encoded {
  const entries: [string, Encoded][] = [];
  let tagged = false;
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    tagged ||= key.startsWith("$");
    entries.push([key, encode(item)]);
  }
  return tagged ? { $o: entries } : Object.fromEntries(entries);
}

function encode(value: AnyValue): Encoded {
  switch (typeof value) {
    case "number":
      return encodeNumber(value);
    case "bigint":
      return { $i: String(value) };
    case "object":
      if (value === null) return null;
      if (isBytes(value)) return { $b: Buffer.from(value).toString("base64") };
      return isList(value) ? value.map(encode) : encodeObject(value);
    default:
      return value;
  }
}

/** True if JSON itself keeps every value: the usual case, and ten times cheaper. */
function isFlat(attributes: Attributes): boolean {
  for (const key in attributes) {
    const value = attributes[key];
    const type = typeof value;
    const kept = type === "string" || type === "boolean" || (type === "number" && keepsNumber(value));
    if (!kept || key.startsWith("$")) return false;
  }
  return true;
}

const keepsNumber = (value: AnyValue | undefined): boolean => Number.isFinite(value) && !Object.is(value, -0);

export function encodeAttributes(attributes: Attributes): string {
  return JSON.stringify(isFlat(attributes) ? attributes : encodeObject(attributes));
}

/** `undefined`, which is "no body", is the empty text. */
export function encodeValue(value: AnyValue | undefined): string {
  return value === undefined ? "" : JSON.stringify(encode(value));
}

function decodeTag(tag: string, content: Encoded | undefined): AnyValue | undefined {
  if (tag === "$o" && Array.isArray(content)) {
    return Object.fromEntries(content.map((entry) => decodeEntry(entry)));
  }
  if (typeof content !== "string") return undefined;
  if (tag === "$i") return BigInt(content);
  if (tag === "$n") return Number(content);
  return tag === "$b" ? new Uint8Array(Buffer.from(content, "base64")) : undefined;
}

function decodeEntry(entry: Encoded): [string, AnyValue] {
  if (!Array.isArray(entry)) throw new TypeError("stored value: an entry of $o is not a pair");
  const [key, value] = entry;
  if (typeof key !== "string" || value === undefined) throw new TypeError("stored value: an entry of $o is not a pair");
  return [key, decode(value)];
}

function decode(value: Encoded): AnyValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const keys = Object.keys(value);
  const [first] = keys;
  if (keys.length === 1 && first !== undefined && first.startsWith("$")) {
    const tagged = decodeTag(first, value[first]);
    if (tagged !== undefined) return tagged;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
}

const mayHaveTags = (text: string): boolean => text.includes('{"$');

export function decodeValue(text: string): AnyValue | undefined {
  if (text === "") return undefined;
  const parsed: Encoded = JSON.parse(text);
  return mayHaveTags(text) ? decode(parsed) : parsed;
}

export function decodeAttributes(text: string): Readonly<Record<string, AnyValue | undefined>> {
  const value = decodeValue(text);
  if (typeof value === "object" && value !== null && !isBytes(value) && !isList(value)) return value;
  throw new TypeError("stored attributes are not an object");
}

/** Attributes as one value. */
export function definedOnly(attributes: Attributes): { readonly [key: string]: AnyValue } {
  const entries = Object.entries(attributes);
  return Object.fromEntries(entries.filter((entry): entry is [string, AnyValue] => entry[1] !== undefined));
}
