import { JsonFault } from "./json-fault.ts";

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

const emptyList: readonly JsonValue[] = Object.freeze([]);

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON type, for messages: never the value itself. */
export function describeType(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The object under `key`; `undefined` where it is absent or null, which protobuf's JSON form holds equal. */
export function objectAt(parent: JsonObject, key: string): JsonObject | undefined {
  const value = parent[key];
  if (value === undefined || value === null) return undefined;
  if (!isJsonObject(value)) throw new JsonFault(`must be an object, not ${describeType(value)}`, key);
  return value;
}

export function listAt(parent: JsonObject, key: string): readonly JsonValue[] {
  const value = parent[key];
  if (value === undefined || value === null) return emptyList;
  if (!Array.isArray(value)) throw new JsonFault(`must be an array, not ${describeType(value)}`, key);
  return value;
}

/** Runs `read` on what is under `key`, so that a fault inside names it. */
export function within<T>(key: string, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    throw fault instanceof JsonFault ? fault.within(key) : fault;
  }
}

/** Visits the objects of the array under `key`; a fault inside gets its place in the path. */
export function eachObject(parent: JsonObject, key: string, visit: (element: JsonObject, index: number) => void): void {
  const list = listAt(parent, key);
  let index = 0;
  try {
    for (; index < list.length; index++) {
      const element = list[index];
      if (!isJsonObject(element)) throw new JsonFault(`must be an object, not ${describeType(element)}`);
      visit(element, index);
    }
  } catch (fault) {
    throw fault instanceof JsonFault ? fault.within(index).within(key) : fault;
  }
}
