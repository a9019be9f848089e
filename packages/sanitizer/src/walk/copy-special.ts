import * as types from "node:util/types";

import type { Copier } from "./copier.ts";
import { copyBytes } from "./copy-bytes.ts";
import { copyEntries, copyMap, copySet } from "./copy-collections.ts";
import { copyError } from "./copy-error.ts";
import { copyRecord } from "./copy-record.ts";
import { read } from "./read.ts";
import type { Visit } from "./visit.ts";

/** Copies what is neither an array nor a plain object: as what it is where that is safe, else as a plain object. */
export function copySpecial(copier: Copier, value: object, visit: Visit): unknown {
  if (types.isNativeError(value) || value instanceof Error) return copyError(copier, value, visit);
  if (types.isMap(value)) return copyMap(copier, value, visit);
  if (types.isSet(value)) return copySet(copier, value, visit);
  if (types.isDate(value)) return new Date(Date.prototype.getTime.call(value));
  if (ArrayBuffer.isView(value) || types.isAnyArrayBuffer(value)) return copyBytes(copier, value, visit);
  if (types.isBoxedPrimitive(value)) return copier.value(unboxed(value), visit);
  return asText(copier, value, visit) ?? asEntries(copier, value, visit) ?? asJson(copier, value, visit);
}

function asText(copier: Copier, value: object, visit: Visit): unknown {
  if (value instanceof URL) return copier.value(URL.prototype.toString.call(value), visit);
  return types.isRegExp(value) ? copier.value(RegExp.prototype.toString.call(value), visit) : undefined;
}

function asEntries(copier: Copier, value: object, visit: Visit): unknown {
  const isList = value instanceof Headers || value instanceof URLSearchParams || value instanceof FormData;
  return isList ? copyEntries(copier, value.entries(), visit) : undefined;
}

/** As JSON would have it: what `toJSON` gives back, else the own properties. */
function asJson(copier: Copier, value: object, visit: Visit): unknown {
  const toJson = read(value, "toJSON");
  if (typeof toJson !== "function") return copyRecord(copier, value, { visit });
  const json: unknown = toJson.call(value, "");
  return json === value ? copyRecord(copier, value, { visit }) : copier.value(json, visit);
}

/** By the prototypes' own methods: `valueOf` of the object may be anything. */
function unboxed(value: object): unknown {
  if (types.isStringObject(value)) return String.prototype.valueOf.call(value);
  if (types.isNumberObject(value)) return Number.prototype.valueOf.call(value);
  if (types.isBooleanObject(value)) return Boolean.prototype.valueOf.call(value);
  if (types.isBigIntObject(value)) return BigInt.prototype.valueOf.call(value);
  return Symbol.prototype.valueOf.call(value);
}
