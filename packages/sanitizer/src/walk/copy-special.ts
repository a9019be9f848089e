import * as types from "node:util/types";

import { copyBytes } from "./copy-bytes.ts";
import { copyEntries, copyMap, copySet } from "./copy-collections.ts";
import { copyError } from "./copy-error.ts";
import { copyRecord } from "./copy-record.ts";
import { read } from "./read.ts";
import type { Visit } from "./visit.ts";
import type { Walker } from "./walker.ts";

/** Copies what is neither a plain object nor an array: as what it is where that is safe, else as a plain object. */
export function copySpecial(walker: Walker, value: object, visit: Visit): unknown {
  if (types.isNativeError(value) || value instanceof Error) return copyError(walker, value, visit);
  if (types.isMap(value)) return copyMap(walker, value, visit);
  if (types.isSet(value)) return copySet(walker, value, visit);
  if (types.isDate(value)) return new Date(Date.prototype.getTime.call(value));
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return copyBytes(walker, value, visit);
  if (types.isBoxedPrimitive(value)) return walker.value(unboxed(value), visit);
  return asText(walker, value, visit) ?? asEntries(walker, value, visit) ?? asJson(walker, value, visit);
}

function asText(walker: Walker, value: object, visit: Visit): unknown {
  if (value instanceof URL) return walker.value(URL.prototype.toString.call(value), visit);
  return types.isRegExp(value) ? walker.value(RegExp.prototype.toString.call(value), visit) : undefined;
}

function asEntries(walker: Walker, value: object, visit: Visit): unknown {
  const isList = value instanceof Headers || value instanceof URLSearchParams || value instanceof FormData;
  return isList ? copyEntries(walker, value.entries(), visit) : undefined;
}

/** As JSON would have it: what `toJSON` gives back, else the own properties. */
function asJson(walker: Walker, value: object, visit: Visit): unknown {
  const toJson = read(value, "toJSON");
  if (typeof toJson !== "function") return copyRecord(walker, value, visit);
  const json: unknown = toJson.call(value, "");
  return json === value ? copyRecord(walker, value, visit) : walker.value(json, visit);
}

/** By the prototypes' own methods: `valueOf` of the object may be anything. */
function unboxed(value: object): unknown {
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  if (types.isBigIntObject(value)) return BigInt.prototype.valueOf.call(value);
  return Symbol.prototype.valueOf.call(value);
}
