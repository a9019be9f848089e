import { types } from "node:util";

import type { AnyValue } from "@opentelemetry/api";

import { stackText } from "./failure.ts";
import { text } from "./text.ts";

const MAX_DEPTH = 6;
const MAX_ENTRIES = 100;
/** Values one record may hold in all; a wide and deep object ends here. */
const MAX_NODES = 1000;
const UNREADABLE = "[unreadable]";

interface Walk {
  readonly path: Set<object>;
  nodes: number;
}

/** Attributes as OpenTelemetry can carry them; what it would reject or throw on is converted (see the table in the test). */
export function convertAttributes(attributes: object): Record<string, AnyValue> {
  const walk: Walk = { path: new Set(), nodes: 0 };
  const converted = object(attributes, walk, 0);
  return typeof converted === "object" && converted !== null ? (converted as Record<string, AnyValue>) : {};
}

export function convertValue(value: unknown): AnyValue {
  return convert(value, { path: new Set(), nodes: 0 }, 0);
}

function convert(value: unknown, walk: Walk, depth: number): AnyValue {
  if (++walk.nodes > MAX_NODES) return "[…]";
  switch (typeof value) {
    case "string":
      return text(value);
    case "boolean":
    case "undefined":
      return value;
    case "number":
      return number(value);
    case "bigint":
      return text(value.toString());
    case "symbol":
      return text(value.toString());
    case "function":
      return functionText(value);
    case "object":
      return value === null ? null : nested(value, walk, depth);
    default:
      return undefined;
  }
}

/** Whole numbers beyond 2^53 would be written as a 64-bit integer that they no longer are; NaN has no form in JSON. */
function number(value: number): AnyValue {
  if (!Number.isFinite(value)) return String(value);
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value).toString() : value;
}

function functionText(value: object): string {
  try {
    const name: unknown = Reflect.get(value, "name");
    return text(`[function ${typeof name === "string" && name !== "" ? name : "(anonymous)"}]`);
  } catch {
    return "[function]";
  }
}

function nested(value: object, walk: Walk, depth: number): AnyValue {
  if (walk.path.has(value)) return "[circular]";
  if (depth >= MAX_DEPTH) return "[too deep]";
  walk.path.add(value);
  try {
    return kind(value, walk, depth);
  } catch {
    return UNREADABLE;
  } finally {
    walk.path.delete(value);
  }
}

function kind(value: object, walk: Walk, depth: number): AnyValue {
  if (Array.isArray(value)) return list(value, walk, depth);
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (types.isNativeError(value)) return error(value, walk, depth);
  if (types.isMap(value)) return entries(value, walk, depth);
  if (types.isSet(value)) return list([...take(value)], walk, depth);
  // An object that plays an error: its interesting properties are not enumerable.
  if (value instanceof Error) return error(value, walk, depth);
  return plainText(value) ?? object(value, walk, depth);
}

/** Objects that say what they are in a few words. */
function plainText(value: object): string | undefined {
  if (types.isRegExp(value) || types.isBoxedPrimitive(value)) return text(String(value));
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return `[${value.byteLength} bytes]`;
  if (types.isPromise(value)) return "[promise]";
  return value instanceof URL ? text(value.href) : undefined;
}

function* take<T>(values: Iterable<T>): Generator<T> {
  let left = MAX_ENTRIES;
  for (const value of values) {
    if (left-- <= 0) return;
    yield value;
  }
}

function list(values: readonly unknown[], walk: Walk, depth: number): AnyValue[] {
  const out: AnyValue[] = [];
  const length = Math.min(values.length, MAX_ENTRIES);
  // A hole and an undefined have no form in an OTLP array; null keeps the positions.
  for (let i = 0; i < length; i++) out.push(convert(values[i] ?? null, walk, depth + 1));
  if (values.length > length) out.push(`[${values.length - length} more]`);
  return out;
}

function entries(map: ReadonlyMap<unknown, unknown>, walk: Walk, depth: number): AnyValue {
  const out = record();
  for (const [key, value] of take(map)) out[keyText(convert(key, walk, depth + 1))] = convert(value, walk, depth + 1);
  return out;
}

function object(value: object, walk: Walk, depth: number): AnyValue {
  const out = record();
  let left = MAX_ENTRIES;
  for (const key of keysOf(value)) {
    if (left-- <= 0) break;
    const item = read(value, key);
    if (item !== undefined) out[keyText(key)] = convert(item, walk, depth + 1);
  }
  return out;
}

function keysOf(value: object): readonly string[] {
  return Object.keys(value);
}

function read(value: object, key: string): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return UNREADABLE;
  }
}

const record = (): { [key: string]: AnyValue } => ({});

/** The specification asks for keys that are not empty; `__proto__` would set a prototype instead of a key. */
function keyText(key: AnyValue): string {
  const name = text(typeof key === "string" ? key : (JSON.stringify(key) ?? ""), 256);
  if (name === "") return "(empty)";
  return name === "__proto__" ? "(__proto__)" : name;
}

function error(value: object, walk: Walk, depth: number): AnyValue {
  const out = record();
  const put = (key: string, item: unknown, toText: (value: string) => string = text): void => {
    if (typeof item === "string" && item !== "") out[key] = toText(item);
  };
  put("type", read(value, "name"));
  put("message", read(value, "message"));
  put("stack", read(value, "stack"), stackText);
  const code = read(value, "code");
  if (code !== undefined) out["code"] = convert(code, walk, depth + 1);
  const cause = read(value, "cause");
  if (cause !== undefined) out["cause"] = convert(cause, walk, depth + 1);
  const errors = read(value, "errors");
  if (errors !== undefined) out["errors"] = convert(errors, walk, depth + 1);
  return out;
}
