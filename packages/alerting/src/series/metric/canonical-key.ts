import type { AnyValue, Attributes, MetricDescriptor, Scope } from "@jobscope/otlp";

/**
 * Equal for equal attributes in any order; 1, 1n and "1" differ. Every part says its length, so that no value can pass for two.
 * Written for bags of a few attributes: it runs once per point.
 */
export function attributesKey(attributes: Attributes): string {
  const names = Object.keys(attributes);
  if (names.length > 1) sortNames(names);
  let key = "";
  for (const name of names) key += `${name.length}:${name}${valueKey(attributes[name])}`;
  return key;
}

/** Insertion sort: senders repeat their order, which is nearly sorted or short. */
function sortNames(names: string[]): void {
  if (names.length > 16) {
    names.sort();
    return;
  }
  for (let next = 1; next < names.length; next += 1) {
    const name = names[next] ?? "";
    let at = next;
    for (; at > 0 && (names[at - 1] ?? "") > name; at -= 1) names[at] = names[at - 1] ?? "";
    names[at] = name;
  }
}

function valueKey(value: AnyValue | undefined): string {
  if (typeof value === "string") return `s${value.length}:${value}`;
  if (typeof value === "number") return Object.is(value, -0) ? "d-0;" : `d${value};`;
  if (typeof value === "bigint") return `i${value};`;
  if (value === null || value === undefined || typeof value === "boolean") return `${value};`;
  if (value instanceof Uint8Array) return `b${value.join()};`;
  if (Array.isArray(value)) return `[${value.map((element: AnyValue) => valueKey(element)).join("")}]`;
  return `{${attributesKey(value as Attributes)}}`;
}

export function scopeKey({ name, version, schemaUrl, attributes }: Scope): string {
  return `${name.length}:${name}${version.length}:${version}${schemaUrl.length}:${schemaUrl}${attributesKey(attributes)}`;
}

/** The name is left out: streams are kept by it. */
export function descriptorKey({ unit, kind, temporality, isMonotonic }: MetricDescriptor): string {
  return `${kind}|${temporality}|${isMonotonic ? 1 : 0}|${unit}`;
}
