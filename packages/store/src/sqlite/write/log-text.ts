import type { AnyValue, LogRecord } from "@jobscope/otlp";
import { ATTR_EXCEPTION_MESSAGE } from "@jobscope/semconv";

/** What is searchable of a record, in UTF-16 units; a longer body is stored whole and found by its beginning. */
const MAX_TEXT = 4_096;
const MAX_DEPTH = 8;

const isList = (value: AnyValue): value is readonly AnyValue[] => Array.isArray(value);

/** Adds the texts in a value, keys left out, until there are enough. Returns how long they are together. */
function collect(value: AnyValue | undefined, texts: string[], place: { length: number; depth: number }): number {
  let { length } = place;
  if (length >= MAX_TEXT || place.depth > MAX_DEPTH || value === null || value === undefined) return length;
  if (typeof value !== "object") {
    const text = String(value).slice(0, MAX_TEXT - length);
    texts.push(text);
    return length + text.length + 1;
  }
  if (value instanceof Uint8Array) return length;
  for (const item of isList(value) ? value : Object.values(value)) {
    if (length >= MAX_TEXT) break;
    length = collect(item, texts, { length, depth: place.depth + 1 });
  }
  return length;
}

/** The words of a record: its body and the message of its exception; `""` where it has none, as job events do. */
export function textOfLog(log: LogRecord): string {
  const texts: string[] = [];
  const length = collect(log.body, texts, { length: 0, depth: 0 });
  collect(log.attributes[ATTR_EXCEPTION_MESSAGE], texts, { length, depth: 0 });
  return texts.join(" ").toWellFormed();
}
