import { isBoxedPrimitive } from "node:util/types";

/** Every text that a reader of this value could get at: keys, texts, numbers, bytes in the usual readings, and so on. */
export function leavesOf(value: unknown): string[] {
  const out: string[] = [];
  const seen = new Set<unknown>();
  const queue: unknown[] = [value];
  while (queue.length > 0) {
    const next = queue.pop();
    if (typeof next === "string") out.push(next);
    else if (typeof next === "symbol") out.push(next.description ?? "");
    else if (typeof next === "object" || typeof next === "function") {
      if (next === null || seen.has(next)) continue;
      seen.add(next);
      visit(next, out, queue);
    } else if (next !== undefined) out.push(String(next));
  }
  return out;
}

function visit(value: object, out: string[], queue: unknown[]): void {
  if (value instanceof Map) for (const [key, item] of value) queue.push(key, item);
  if (value instanceof Set || value instanceof Headers || value instanceof URLSearchParams) queue.push(...value);
  if (value instanceof URL || value instanceof RegExp) out.push(String(value));
  if (isBoxedPrimitive(value)) out.push(String(value.valueOf()));
  if (value instanceof Date) out.push(Number.isNaN(value.getTime()) ? "" : value.toISOString());
  const bytes = bytesOf(value);
  if (bytes !== undefined) {
    out.push(bytes.toString("utf8"), bytes.toString("latin1"), bytes.toString("utf16le"));
    return;
  }
  if (isBufferJson(value)) out.push(Buffer.from(value.data).toString("utf8"));
  for (const key of Reflect.ownKeys(value)) {
    queue.push(key);
    try {
      queue.push(Reflect.get(value, key));
    } catch {
      // What cannot be read leaks nothing.
    }
  }
}

function bytesOf(value: object): Buffer | undefined {
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return undefined;
}

/** A buffer as JSON writes it, or bytes under the keys 0, 1, 2 …, still say what they said. */
function isBufferJson(value: object): value is { data: number[] } {
  return "data" in value && Array.isArray(value.data) && value.data.every((item) => typeof item === "number");
}
