import { type Bag, newBag } from "../model/bag.ts";
import type { AnyValue, Attributes } from "../model/records.ts";
import type { RequestBounds } from "../model/request-bounds.ts";
import { JsonFault } from "./json-fault.ts";
import { toDouble, toInt64 } from "./json-numbers.ts";
import { toText } from "./json-scalars.ts";
import {
  describeType,
  eachObject,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  listAt,
  objectAt,
  within,
} from "./json-value.ts";

const base64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** AnyValue; `{}` and `null` are a value that is not set. */
export function toAnyValue(value: JsonValue | undefined, bounds: RequestBounds, depth = 1): AnyValue {
  if (value === null || value === undefined) return null;
  if (!isJsonObject(value))
    throw new JsonFault(`must be an object such as {"stringValue": …}, not ${describeType(value)}`);
  const text = value["stringValue"];
  if (typeof text === "string") return toText(text, bounds);
  if (text !== undefined && text !== null)
    throw new JsonFault(`must be a string, not ${describeType(text)}`, "stringValue");
  return toScalar(value, bounds) ?? toNested(value, bounds, depth);
}

function toScalar(value: JsonObject, bounds: RequestBounds): AnyValue | undefined {
  const { boolValue, intValue, doubleValue, bytesValue } = value;
  if (boolValue !== undefined && boolValue !== null) {
    if (typeof boolValue !== "boolean")
      throw new JsonFault(`must be true or false, not ${describeType(boolValue)}`, "boolValue");
    return boolValue;
  }
  if (intValue !== undefined && intValue !== null) return toInt64(intValue, "intValue");
  if (doubleValue !== undefined) return toDouble(doubleValue, "doubleValue");
  if (bytesValue !== undefined && bytesValue !== null) return toBytes(bytesValue, bounds);
  return undefined;
}

function toBytes(value: JsonValue, bounds: RequestBounds): Uint8Array {
  if (typeof value !== "string" || !base64.test(value)) throw new JsonFault("must be a base64 string", "bytesValue");
  const bytes = Uint8Array.from(Buffer.from(value, "base64"));
  if (bytes.length <= bounds.limits.maxStringLength) return bytes;
  bounds.shorten("strings");
  return bytes.slice(0, bounds.limits.maxStringLength);
}

function toNested(value: JsonObject, bounds: RequestBounds, depth: number): AnyValue {
  const array = objectAt(value, "arrayValue");
  const map = array === undefined ? objectAt(value, "kvlistValue") : undefined;
  if (array === undefined && map === undefined) return null;
  if (depth >= bounds.limits.maxDepth) {
    bounds.shorten("depth");
    return null;
  }
  if (array !== undefined) return within("arrayValue", () => toArray(array, bounds, depth));
  return within("kvlistValue", () => toMap(map ?? {}, bounds, depth));
}

function toArray(array: JsonObject, bounds: RequestBounds, depth: number): AnyValue {
  const values = listAt(array, "values");
  const kept = values.slice(0, bounds.limits.maxArrayLength);
  for (let surplus = kept.length; surplus < values.length; surplus++) bounds.shorten("elements");
  bounds.takeValues(kept.length);
  let index = 0;
  try {
    const elements: AnyValue[] = [];
    for (; index < kept.length; index++) elements.push(toAnyValue(kept[index], bounds, depth + 1));
    return elements;
  } catch (fault) {
    throw fault instanceof JsonFault ? fault.within(index).within("values") : fault;
  }
}

function toMap(map: JsonObject, bounds: RequestBounds, depth: number): AnyValue {
  const bag = newBag();
  fillBag(bag, { parent: map, key: "values", depth: depth + 1 }, bounds);
  // A map of the wire holds values only; the looser type of a bag is for look-ups of absent keys.
  return bag as { readonly [key: string]: AnyValue };
}

interface KeyValues {
  readonly parent: JsonObject;
  readonly key: string;
  readonly depth: number;
}

function fillBag(bag: Bag, { parent, key, depth }: KeyValues, bounds: RequestBounds): void {
  eachObject(parent, key, (keyValue, index) => {
    if (index >= bounds.limits.maxAttributes) {
      bounds.shorten("attributes");
      return;
    }
    bounds.takeValues(1);
    const name = keyValue["key"];
    if (name !== undefined && name !== null && typeof name !== "string") {
      throw new JsonFault(`must be a string, not ${describeType(name)}`, "key");
    }
    bag[toText(name ?? "", bounds)] = attributeValue(keyValue["value"], bounds, depth);
  });
}

function attributeValue(value: JsonValue | undefined, bounds: RequestBounds, depth: number): AnyValue {
  try {
    return toAnyValue(value, bounds, depth);
  } catch (fault) {
    throw fault instanceof JsonFault ? fault.within("value") : fault;
  }
}

export function attributesAt(parent: JsonObject, bounds: RequestBounds): Attributes {
  const bag = newBag();
  fillBag(bag, { parent, key: "attributes", depth: 1 }, bounds);
  return bag;
}
