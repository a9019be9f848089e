import type { StoredLog } from "@jobscope/store";

import type { JsonValue } from "../model/record-resource.ts";
import { shapeValue } from "./json-value.ts";

/** Bytes that a UTF-16 unit takes in an answer: control characters are escaped, what is beyond ASCII takes up to three. */
function bytesOf(unit: number): number {
  if (unit < 0x20) return 6;
  if (unit === 0x22 || unit === 0x5c) return 2;
  return unit < 0x80 ? 1 : 3;
}

/** The beginning of `text` that takes at most `bytes` in an answer, never half a character. */
export function cutToBytes(text: string, bytes: number): string {
  let left = bytes;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    left -= bytesOf(unit);
    if (left < 0) return text.slice(0, unit >= 0xdc00 && unit <= 0xdfff ? index - 1 : index);
  }
  return text;
}

export interface Bounded {
  readonly value: JsonValue;
  /** Characters of the whole value, as text or as JSON. */
  readonly length: number;
  readonly truncated: boolean;
}

/** A value that takes at most `bytes` in an answer: a cut structure becomes the beginning of its JSON. */
export function shapeWithin(value: StoredLog["body"], bytes: number): Bounded {
  if (value === undefined || value === null) return { value: null, length: 0, truncated: false };
  const shaped = typeof value === "string" ? value.toWellFormed() : shapeValue(value);
  const text = typeof shaped === "string" ? shaped : JSON.stringify(shaped);
  const cut = cutToBytes(text, bytes);
  const truncated = cut.length < text.length;
  return { value: truncated ? cut : shaped, length: text.length, truncated };
}

/** Attributes that take at most `bytes` together, in their order. */
export function attributesWithin(
  attributes: StoredLog["attributes"],
  bytes: number,
): { readonly attributes: Readonly<Record<string, JsonValue>>; readonly truncated: boolean } {
  const shown: Record<string, JsonValue> = Object.create(null);
  let left = bytes;
  let truncated = false;
  for (const [key, value] of Object.entries(attributes)) {
    const name = cutToBytes(key.toWellFormed(), Math.min(left, MAX_KEY_BYTES));
    left -= costOf(name);
    if (left <= 0) return { attributes: shown, truncated: true };
    const bounded = shapeWithin(value, left);
    shown[name] = bounded.value;
    left -= costOf(typeof bounded.value === "string" ? bounded.value : JSON.stringify(bounded.value));
    truncated ||= bounded.truncated || name.length < key.length;
  }
  return { attributes: shown, truncated };
}

const MAX_KEY_BYTES = 500;
/** Quotes, colon and comma around a key or a value. */
const FRAME_BYTES = 4;

function costOf(text: string): number {
  let bytes = FRAME_BYTES;
  for (let index = 0; index < text.length; index += 1) bytes += bytesOf(text.charCodeAt(index));
  return bytes;
}
