import type { Attributes } from "@opentelemetry/api";

/** As the specification cuts: longest prefix of at most `limit` UTF-16 units, but never half a character. */
function cutText(value: string, limit: number): string {
  if (value.length <= limit) return value;
  const last = value.charCodeAt(limit - 1);
  return value.slice(0, last >= 0xd8_00 && last <= 0xdb_ff ? limit - 1 : limit);
}

/** Texts, and texts in arrays, as `attribute value length limit` asks; in place, on a copy that is ours. */
export function cutAttributes(attributes: Attributes, limit: number): void {
  for (const key in attributes) {
    const value = attributes[key];
    if (typeof value === "string") {
      if (value.length > limit) attributes[key] = cutText(value, limit);
    } else if (Array.isArray(value)) {
      attributes[key] = value.map((item: unknown) => (typeof item === "string" ? cutText(item, limit) : item)) as never;
    }
  }
}
