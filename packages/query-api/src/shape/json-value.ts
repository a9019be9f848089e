import type { StoredLog } from "@jobscope/store";

import type { JsonValue } from "../model/record-resource.ts";
import { cutText } from "./scalars.ts";

type WireValue = StoredLog["body"];
type Composite = Extract<WireValue, readonly unknown[] | { readonly [key: string]: unknown }>;

/** Bounds of one value in an answer, so that a few fat records do not make a page of 100 MB. */
const MAX_TEXT = 4096;
const MAX_DEPTH = 8;
const MAX_ITEMS = 100;
const CUT_MARK = "…";

/** A value of the wire as JSON: long texts, lists and nesting cut and marked so. */
export function shapeValue(value: WireValue, depth = 0): JsonValue {
  if (value === undefined || value === null || typeof value === "boolean") return value ?? null;
  if (typeof value === "string") return marked(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return bytesText(value);
  return depth >= MAX_DEPTH ? CUT_MARK : shapeComposite(value, depth);
}

export function shapeAttributes(attributes: Readonly<Record<string, WireValue>>): Readonly<Record<string, JsonValue>> {
  return shapeEntries(Object.entries(attributes), 1);
}

function shapeComposite(value: Composite, depth: number): JsonValue {
  if (isList(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => shapeValue(item, depth + 1));
    return value.length > MAX_ITEMS ? [...items, CUT_MARK] : items;
  }
  return shapeEntries(Object.entries(value), depth + 1);
}

/** On an object without prototype: `__proto__` is a key like any other. */
function shapeEntries(
  entries: readonly (readonly [string, WireValue])[],
  depth: number,
): Readonly<Record<string, JsonValue>> {
  const shaped: Record<string, JsonValue> = Object.create(null);
  for (const [key, value] of entries.slice(0, MAX_ITEMS)) shaped[cutText(key, MAX_TEXT)] = shapeValue(value, depth);
  if (entries.length > MAX_ITEMS) shaped[CUT_MARK] = entries.length - MAX_ITEMS;
  return shaped;
}

function isList(value: Composite): value is Extract<Composite, readonly unknown[]> {
  return Array.isArray(value);
}

function marked(text: string): string {
  const whole = text.toWellFormed();
  return whole.length > MAX_TEXT ? `${cutText(whole, MAX_TEXT)}${CUT_MARK} (${text.length} characters)` : whole;
}

function bytesText(bytes: Uint8Array): string {
  const most = Math.floor((MAX_TEXT * 3) / 4);
  const head = btoa(String.fromCharCode(...bytes.subarray(0, most)));
  return bytes.length > most ? `${head}${CUT_MARK} (${bytes.length} bytes)` : head;
}
