import type { AnyValue, Attributes, Resource } from "@jobscope/otlp";

/** An attribute as labels and matchers see it: text as it is, the rest as JSON. One that is not there is `""`. */
export function textOf(value: AnyValue | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  if (value instanceof Uint8Array) return toBase64(value);
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value, (_key, part: AnyValue) => toJson(part));
}

function toJson(value: AnyValue): AnyValue {
  if (typeof value === "bigint") return String(value);
  return value instanceof Uint8Array ? toBase64(value) : value;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCodePoint(...bytes));
}

/** An own attribute: bags of tests and of other senders may be ordinary objects, on which `constructor` is found as well. */
export function attributeOf(attributes: Attributes, name: string): AnyValue | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** As matchers look for names: attributes of the point, then of its resource. */
export function lookupIn(attributes: Attributes, resource: Resource): (name: string) => string {
  return (name) => textOf(attributeOf(attributes, name) ?? attributeOf(resource.attributes, name));
}
