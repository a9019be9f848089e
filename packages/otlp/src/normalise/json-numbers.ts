import { JsonFault } from "./json-fault.ts";
import { describeType, type JsonObject, type JsonValue } from "./json-value.ts";

const integer = /^-?\d{1,19}$/;
const decimal = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

/**
 * A signed 64-bit integer. The JavaScript SDK writes every whole number as one, however large (9223372036854776000, 1e+300): what no
 * int64 holds stays the double that it was in the sender.
 */
export function toInt64(value: JsonValue, key: string): number | bigint {
  if (typeof value === "number" && Number.isInteger(value)) return exactInteger(value);
  if (typeof value === "string" && integer.test(value)) {
    const exact = BigInt(value);
    if (exact >= minInt64 && exact <= maxInt64) return shortest(exact);
  }
  const given =
    typeof value === "object" ? `${describeType(value)} ({low, high} is not OTLP/JSON)` : `such ${describeType(value)}`;
  throw new JsonFault(`must be a signed 64-bit integer, a number or a decimal string, not ${given}`, key);
}

function exactInteger(value: number): number | bigint {
  // Adding 0 turns -0, which no integer on the wire can be, into 0.
  if (Number.isSafeInteger(value)) return value + 0;
  const exact = BigInt(value);
  return exact >= minInt64 && exact <= maxInt64 ? exact : value;
}

function shortest(exact: bigint): number | bigint {
  const number = Number(exact);
  return Number.isSafeInteger(number) ? number : exact;
}

/** A double. JavaScript and Rust write `null` for those that are not finite, the collector `"NaN"`, `"Infinity"`, `"-Infinity"`. */
export function toDouble(value: JsonValue | undefined, key?: string): number {
  if (typeof value === "number") return value;
  if (value === null) return Number.NaN;
  if (
    typeof value === "string" &&
    (value === "NaN" || value === "Infinity" || value === "-Infinity" || decimal.test(value))
  ) {
    return Number(value);
  }
  throw new JsonFault(`must be a number, "NaN", "Infinity", "-Infinity" or null, not such ${describeType(value)}`, key);
}

/** `undefined` where the key is absent; `null` is `NaN`. */
export function doubleAt(parent: JsonObject, key: string): number | undefined {
  const value = parent[key];
  return value === undefined ? undefined : toDouble(value, key);
}

/** For min and max, which Rust writes as `null` where none was recorded. */
export function recordedDoubleAt(parent: JsonObject, key: string): number | undefined {
  const value = parent[key];
  return value === undefined || value === null ? undefined : toDouble(value, key);
}
