import type { AnyValue, Attributes, Resource, Scope } from "./records.ts";

function canonicalValue(value: AnyValue | undefined): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value === null || value === undefined || typeof value === "boolean") return String(value);
  if (value instanceof Uint8Array) return `b${value.join()}`;
  if (Array.isArray(value)) return `[${value.map((element: AnyValue) => canonicalValue(element)).join()}]`;
  return canonicalAttributes(value as Attributes);
}

/** Equal for equal attributes in any order. */
function canonicalAttributes(attributes: Attributes): string {
  const keys = Object.keys(attributes).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalValue(attributes[key])}`).join()}}`;
}

/** Makes equal resources and equal scopes of one request one object each: the collector sends the same resource many times over. */
export class Identities {
  readonly #resources = new Map<string, Resource>();
  readonly #scopes = new Map<string, Scope>();

  resource(candidate: Resource): Resource {
    return unique(this.#resources, canonicalAttributes(candidate.attributes) + candidate.schemaUrl, candidate);
  }

  scope(candidate: Scope): Scope {
    const { name, version, schemaUrl, attributes } = candidate;
    return unique(
      this.#scopes,
      JSON.stringify([name, version, schemaUrl]) + canonicalAttributes(attributes),
      candidate,
    );
  }
}

function unique<T>(known: Map<string, T>, key: string, candidate: T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  known.set(key, candidate);
  return candidate;
}
