import { type Bag, newBag } from "../model/bag.ts";
import type { AnyValue } from "../model/records.ts";
import { type ProtoReader, wireType } from "./proto-reader.ts";

/**
 * AnyValue. One without a value is `null`. Values nested deeper than the limit are passed over without looking inside, so that
 * the depth of the stack is bounded whatever the body holds.
 */
export function readAnyValue(reader: ProtoReader, depth = 1): AnyValue {
  const outer = reader.enter();
  let value: AnyValue = null;
  while (reader.more()) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        value = reader.text();
        break;
      case 16:
        value = reader.bool();
        break;
      case 24:
        value = reader.int64();
        break;
      case 33:
        value = reader.double();
        break;
      case 42:
      case 50:
        value = readNested(reader, tag, depth);
        break;
      case 58:
        value = reader.bytes();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outer);
  return value;
}

function readNested(reader: ProtoReader, tag: 42 | 50, depth: number): AnyValue {
  if (depth >= reader.bounds.limits.maxDepth) {
    reader.bounds.shorten("depth");
    reader.skip(tag);
    return null;
  }
  return tag === 42 ? readArray(reader, depth) : readMap(reader, depth);
}

function readArray(reader: ProtoReader, depth: number): AnyValue {
  const { bounds } = reader;
  const elements: AnyValue[] = [];
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10 && elements.length < bounds.limits.maxArrayLength) {
      bounds.takeValues(1);
      elements.push(readAnyValue(reader, depth + 1));
    } else {
      if (tag === 10) bounds.shorten("elements");
      reader.skip(tag);
    }
  }
  reader.leave(outer);
  return elements;
}

function readMap(reader: ProtoReader, depth: number): AnyValue {
  const map = newBag();
  let seen = 0;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag !== 10) reader.skip(tag);
    else if (fitsAttribute(reader, seen++)) readKeyValue(reader, map, depth + 1);
  }
  reader.leave(outer);
  // A map of the wire holds values only; the looser type of a bag is for look-ups of absent keys.
  return map as { readonly [key: string]: AnyValue };
}

/** KeyValue into `bag`, which was offered `seen` attributes before. */
export function readAttribute(reader: ProtoReader, bag: Bag, seen: number): void {
  if (fitsAttribute(reader, seen)) readKeyValue(reader, bag, 1);
}

function fitsAttribute(reader: ProtoReader, seen: number): boolean {
  if (seen < reader.bounds.limits.maxAttributes) {
    reader.bounds.takeValues(1);
    return true;
  }
  reader.bounds.shorten("attributes");
  reader.skip(wireType.bytes);
  return false;
}

/** The collector writes the value before the key. */
function readKeyValue(reader: ProtoReader, bag: Bag, depth: number): void {
  let key = "";
  let value: AnyValue = null;
  const outer = reader.enter();
  while (reader.more()) {
    const tag = reader.tag();
    if (tag === 10) key = reader.text();
    else if (tag === 18) value = readAnyValue(reader, depth);
    else reader.skip(tag);
  }
  reader.leave(outer);
  bag[key] = value;
}
